using IntegrationHost.App.Api;

namespace IntegrationHost.App.Web;

/// <summary>How an endpoint answers: JSON, or a sentence that says what was wrong with the question.</summary>
internal static class ApiAnswer
{
    public static IResult Json<T>(T value) => Results.Json(value, ApiJson.Options);

    /// <summary>What the question gives; 400 with the sentence where it cannot be meant, 409 where something else came
    /// first.</summary>
    public static async Task<IResult> OfAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return Json(await ask());
        }
        catch (ArgumentException wrong)
        {
            return Results.Text(wrong.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (InvalidOperationException other)
        {
            return Results.Text(other.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }
}
