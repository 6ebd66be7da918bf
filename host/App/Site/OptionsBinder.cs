using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>Binds a connection's options to the plugin's type and checks them, all errors at once, each with its
/// key.</summary>
internal sealed class OptionsBinder(Secrets secrets)
{
    public (object? Options, IReadOnlyList<SiteFinding> Findings) Bind(
        string connection, IConfigurationSection section, Type type)
    {
        var findings = new List<SiteFinding>();
        var options = Activator.CreateInstance(type)!;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            var key = $"ihost.json: connections:{connection}:options:{child.Key}";
            if (!properties.TryGetValue(child.Key, out var property))
            {
                findings.Add(new SiteFinding(key, $"the plugin has no such option; it has: "
                    + string.Join(", ", properties.Keys.Select(Camel))));
            }
            else if (Set(options, property, child) is { } fault)
            {
                findings.Add(new SiteFinding(key, fault));
            }
        }

        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true);
        findings.AddRange([.. wrong
            .Select(result => new SiteFinding(
                $"ihost.json: connections:{connection}:options:{Camel(result.MemberNames.FirstOrDefault() ?? "")}",
                result.ErrorMessage ?? "is not valid"))
            // A secret that is missing was told already; that its option is empty says nothing new.
            .Where(finding => findings.TrueForAll(known => known.Key != finding.Key))]);
        return (findings.Count == 0 ? options : null, findings);
    }

    private string? Set(object options, PropertyInfo property, IConfigurationSection child)
    {
        if (child.Value is null)
        {
            property.SetValue(options, child.Get(property.PropertyType));
            return null;
        }

        var (text, fault) = secrets.Expand(child.Value);
        if (fault is not null)
        {
            return fault;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        try
        {
            property.SetValue(options, TypeDescriptor.GetConverter(
                type).ConvertFromString(null, CultureInfo.InvariantCulture, text!));
            return null;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or NotSupportedException)
        {
            var wanted = type == typeof(int) ? "a whole number" : type == typeof(bool) ? "true or false" : $"a {type.Name}";
            return $"must be {wanted}";
        }
    }

    private static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
