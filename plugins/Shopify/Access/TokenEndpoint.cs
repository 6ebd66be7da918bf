using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Access;

/// <summary>Asks the shop for a token: <c>POST /admin/oauth/access_token</c>.</summary>
internal sealed class TokenEndpoint(ShopifyOptions options, ConnectorContext context)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private readonly Uri _address =
        new($"{(options.BaseUrl ?? $"https://{options.Shop}").TrimEnd('/')}/admin/oauth/access_token");

    /// <param name="refreshToken">The refresh token to use up, or null for client credentials.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<Grant> AskAsync(string? refreshToken, CancellationToken cancel)
    {
        // It costs no points, but it is a request to the account.
        using var permit = await context.Budget.AcquireAsync(0, Priority.Orders, cancel);
        using var within = new CancellationTokenSource(AnswerWithin, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
        using var form = new FormUrlEncodedContent(FormOf(refreshToken));
        try
        {
            using var response = await context.Http.PostAsync(_address, form, either.Token);
            var body = await BoundedBody.ReadAsync(response.Content, either.Token);
            permit.Report(0);
            return response.IsSuccessStatusCode
                ? Grant.FromAnswer(Record.Parse(body), context.Time.GetUtcNow())
                : throw FaultOf((int)response.StatusCode, refreshToken is not null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unreachable($"did not give a token within {AnswerWithin.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Unreachable($"cannot be asked for a token: {fault.Message}");
        }
        catch (RecordException)
        {
            throw Unreachable("answered the request for a token with something that is none");
        }
    }

    private Dictionary<string, string> FormOf(string? refreshToken)
    {
        var form = new Dictionary<string, string>
        {
            ["client_id"] = options.ClientId!,
            ["client_secret"] = options.ClientSecret!,
            ["grant_type"] = refreshToken is null ? "client_credentials" : "refresh_token",
        };
        if (refreshToken is not null)
        {
            form["refresh_token"] = refreshToken;
        }

        return form;
    }

    // A token that could not be had changed nothing in the shop, whatever it was wanted for.
    private ShopifyFault FaultOf(int status, bool refreshing) => status is 408 or 429 or >= 500
        ? Unreachable($"gives no token now ({status})")
        : new ShopifyFault(ShopifyFaultKind.Refused,
            $"{options.Shop} refuses a token ({status}): check options.clientId and options.clientSecret, "
            + "and that the app is installed in this shop"
            + (refreshing ? "; a refresh token that was not used for 90 days must be made anew" : ""));

    private ShopifyFault Unreachable(string what) =>
        new(ShopifyFaultKind.Unreachable, $"{options.Shop} {what}");
}
