using System.ComponentModel;
using System.Reflection;

namespace IntegrationHost.App.Site;

/// <summary>How the types of a plugin's options are written in <c>ihost.json</c>.</summary>
internal static class OptionType
{
    public static OptionKind KindOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return TypeDescriptor.GetConverter(plain).CanConvertFrom(typeof(string)) && !plain.IsArray ? OptionKind.Value
            : Inner(plain, typeof(IReadOnlyDictionary<,>), 1) is not null
                || Inner(plain, typeof(IDictionary<,>), 1) is not null ? OptionKind.Names
            : Inner(plain, typeof(IEnumerable<>), 0) is not null ? OptionKind.List
            : OptionKind.Object;
    }

    /// <summary>The type of a list's items or of a dictionary's values.</summary>
    public static Type ItemOf(Type type) => Inner(type, typeof(IReadOnlyDictionary<,>), 1)
        ?? Inner(type, typeof(IDictionary<,>), 1) ?? Inner(type, typeof(IEnumerable<>), 0) ?? typeof(object);

    public static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0);

    /// <summary>What a person has to write, with its article.</summary>
    public static string Words(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(plain).Select(Camel))}"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(TimeSpan) ? "a time span, for example 00:05:00"
            : plain == typeof(DateTimeOffset) ? "an instant, for example 2026-11-01T00:00:00Z"
            : plain == typeof(Uri) ? "an address"
            : plain == typeof(string) ? "a text"
            : plain == typeof(decimal) || plain == typeof(double) || plain == typeof(float) ? "a number"
            : plain.IsPrimitive ? "a whole number"
            : $"a {plain.Name}";
    }

    public static string Camel(string name) =>
        name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];

    private static Type? Inner(Type type, Type generic, int argument) => new[] { type }.Concat(type.GetInterfaces())
        .FirstOrDefault(known => known.IsGenericType && known.GetGenericTypeDefinition() == generic)?
        .GetGenericArguments()[argument];
}

/// <summary>The form an option takes in JSON.</summary>
internal enum OptionKind
{
    /// <summary>A text, a number, true or false.</summary>
    Value,
    /// <summary>An object with known keys.</summary>
    Object,
    /// <summary>An object whose keys the site chooses.</summary>
    Names,
    /// <summary>A list.</summary>
    List,
}
