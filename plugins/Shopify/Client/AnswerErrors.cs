using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>Reads top-level <c>errors</c>, lenient about their shape: a list, one text, or an object. Pure.</summary>
internal static class AnswerErrors
{
    private const int ErrorsMost = 250;
    /// <summary>The code of a refusal for want of points.</summary>
    public const string Throttled = "THROTTLED";

    // The shop judges these before it does anything. Codes of the GraphQL grammar itself begin with a small letter.
    private static readonly HashSet<string> JudgedFirst =
    [
        "ACCESS_DENIED", "BAD_REQUEST", "INVALID_FIELD_ARGUMENTS", "INVALID_VARIABLE", "MAX_COST_EXCEEDED",
        "MAX_INPUT_SIZE_EXCEEDED", "NOT_FOUND", "RESOURCE_NOT_FOUND", "UNAUTHORIZED", Throttled,
    ];

    // The shop stumbled; asking once more may help.
    private static readonly HashSet<string> Stumbled = ["INTERNAL_SERVER_ERROR", "TIMEOUT"];

    public static bool Any(Record answer) => answer.Has("errors") && (answer.Has("errors.0") || !IsList(answer));

    public static bool IsThrottled(Record answer) => Codes(answer).Contains(Throttled);

    /// <summary>What the errors of an answer mean. A mutation that shows a payload beside its errors has run: nobody
    /// can tell from this answer what it did.</summary>
    public static ShopifyFault Fault(Call call, string shop, Record answer, string requestId, TimeSpan? wait)
    {
        var code = Codes(answer).FirstOrDefault();
        if (code == Throttled)
        {
            return new ShopifyFault(ShopifyFaultKind.Throttled, $"{shop} has no points left for {call.Operation}")
            {
                Code = Throttled, RetryAfter = wait,
            };
        }

        return new ShopifyFault(
            KindOf(call, answer, code),
            $"{shop} answered {call.Operation} with {code ?? "an error"}: {MessageOf(answer)} (request {requestId})")
        {
            Code = code,
        };
    }

    private static ShopifyFaultKind KindOf(Call call, Record answer, string? code) => call.IsMutation
        ? code is not null && IsJudgedFirst(code) && !HasPayload(answer)
            ? ShopifyFaultKind.Refused : ShopifyFaultKind.Unknown
        : code is null || Stumbled.Contains(code) ? ShopifyFaultKind.Unknown : ShopifyFaultKind.Refused;

    private static bool IsJudgedFirst(string code) => JudgedFirst.Contains(code) || char.IsLower(code[0]);

    private static bool HasPayload(Record answer) => IsRecord(answer, "data")
        && answer.Inner("data") is { } data && data.Fields.Any(data.Has);

    private static IEnumerable<string> Codes(Record answer)
    {
        for (var at = 0; at < ErrorsMost && answer.Has($"errors.{at}"); at++)
        {
            if (Scalar(answer, $"errors.{at}.extensions.code") is { Length: > 0 } code)
            {
                yield return code;
            }
        }
    }

    private static string MessageOf(Record answer) =>
        Scalar(answer, "errors.0.message") ?? Scalar(answer, "errors.0") ?? Scalar(answer, "errors") ?? "no message";

    private static string? Scalar(Record answer, string path)
    {
        try
        {
            return answer.TextOrNull(path);
        }
        catch (RecordException)
        {
            return null; // A list or an object where a text was expected says nothing more.
        }
    }

    private static bool IsList(Record answer)
    {
        try
        {
            _ = answer.Texts("errors");
            return true;
        }
        catch (RecordException)
        {
            return false;
        }
    }

    private static bool IsRecord(Record answer, string path)
    {
        try
        {
            return answer.InnerOrNull(path) is not null;
        }
        catch (RecordException)
        {
            return false;
        }
    }
}
