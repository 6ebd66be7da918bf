using System.Reflection;

namespace IntegrationHost.EndToEnd.Tests.Support;

/// <summary>Where the build put what these tests run.</summary>
internal static class Built
{
    /// <summary><c>ihost.dll</c>, with plugins and scripts beside it.</summary>
    public static string Program { get; } = Of("Program");

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = Of("Repository");

    private static string Of(string key) => Path.GetFullPath(typeof(Built).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!);
}
