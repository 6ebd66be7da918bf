using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>Goes through a connection's options beside the plugin's type: expands secrets, and notes unknown keys and
/// values that do not fit, at any depth.</summary>
internal sealed class OptionsWalk(Secrets secrets, string root)
{
    private readonly Dictionary<string, string?> _values = [];
    private readonly List<OptionFault> _faults = [];

    /// <summary>The values that fit, by their path below the options.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    public IReadOnlyList<OptionFault> Faults => _faults;

    public void Object(IConfigurationSection section, Type type, string path)
    {
        var properties = OptionType.Settable(type)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (properties.TryGetValue(child.Key, out var property))
            {
                Any(child, property.PropertyType, $"{path}:{child.Key}");
            }
            else
            {
                Fault($"{path}:{child.Key}", "the plugin has no such option; it has: "
                    + string.Join(", ", properties.Keys.Select(OptionType.Camel).Order(StringComparer.Ordinal)));
            }
        }
    }

    private void Any(IConfigurationSection section, Type type, string path)
    {
        var kind = OptionType.KindOf(type);
        var isEmpty = section.Value is null && !section.GetChildren().Any();
        if (isEmpty)
        {
            return; // null, {} or []: the plugin's default stands.
        }

        if (kind == OptionKind.Value)
        {
            Value(section, type, path);
        }
        else if (section.Value is { Length: > 0 })
        {
            Fault(path, $"must be {(kind == OptionKind.List ? "a list" : "an object")}");
        }
        else if (kind == OptionKind.Object)
        {
            Object(section, type, path);
        }
        else
        {
            foreach (var child in section.GetChildren())
            {
                Any(child, OptionType.ItemOf(type), $"{path}:{child.Key}");
            }
        }
    }

    private void Value(IConfigurationSection section, Type type, string path)
    {
        if (section.Value is null)
        {
            Fault(path, $"must be {OptionType.Words(type)}");
            return;
        }

        var (text, fault) = secrets.Expand(section.Value);
        if (fault is not null)
        {
            Fault(path, fault);
        }
        else if (Fits(text!, type))
        {
            _values[section.Path[(root.Length + 1)..]] = text;
        }
        else
        {
            // The value is not quoted: it may be a secret.
            Fault(path, $"must be {OptionType.Words(type)}");
        }
    }

    private static bool Fits(string text, Type type)
    {
        try
        {
            var plain = Nullable.GetUnderlyingType(type) ?? type;
            TypeDescriptor.GetConverter(plain).ConvertFromString(null, CultureInfo.InvariantCulture, text);
            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or NotSupportedException
            or OverflowException)
        {
            return false;
        }
    }

    private void Fault(string path, string text) => _faults.Add(new OptionFault(path, text));
}

/// <summary>Something wrong with one option.</summary>
/// <param name="Path">Below the options, each part after a colon; empty for the options as a whole.</param>
/// <param name="Text">What is wrong and what to do.</param>
internal sealed record OptionFault(string Path, string Text);
