using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>Binds a connection's options to the plugin's type and checks them, all errors at once, each with its
/// key.</summary>
internal sealed class OptionsBinder(Secrets secrets)
{
    /// <summary>The options, or everything that is wrong with them.</summary>
    public (object? Options, IReadOnlyList<SiteFinding> Findings) Bind(
        string connection, IConfigurationSection section, Type type)
    {
        var root = $"ihost.json: connections:{connection}:options";
        var walk = new OptionsWalk(secrets, section.Path);
        walk.Object(section, type, "");
        var findings = walk.Faults.Select(fault => new SiteFinding($"{root}{fault.Path}", fault.Text)).ToList();
        var (options, unusable) = Make(walk, type);
        if (unusable is not null)
        {
            findings.Add(new SiteFinding(root, unusable));
        }

        if (options is not null)
        {
            // A key that is wrong already would be reported as missing, too.
            var noted = findings.Select(finding => finding.Key).ToArray();
            findings.AddRange(Validate(options).Select(fault => new SiteFinding($"{root}{fault.Path}", fault.Text))
                .Where(finding => !noted.Any(key => Covers(key, finding.Key))));
        }

        return (findings.Count == 0 ? options : null, findings);
    }

    private static (object? Options, string? Fault) Make(OptionsWalk walk, Type type)
    {
        try
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(walk.Values).Build();
            return (configuration.Get(type) ?? Activator.CreateInstance(type), null);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The plugin's own code ran here. Its message is left out: it could quote a value, and a value can be a
            // secret.
            return (null, $"the plugin's {type.Name} could not be made ({fault.GetBaseException().GetType().Name}); "
                + "ask the plugin's author");
        }
    }

    private static IEnumerable<OptionFault> Validate(object options)
    {
        var pending = new Queue<(object Value, string Path)>([(options, "")]);
        while (pending.TryDequeue(out var next))
        {
            var wrong = new List<ValidationResult>();
            Validator.TryValidateObject(
                next.Value, new ValidationContext(next.Value), wrong, validateAllProperties: true);
            foreach (var result in wrong)
            {
                var member = result.MemberNames.FirstOrDefault();
                yield return new OptionFault(
                    member is null
                        ? next.Path : $"{next.Path}:{OptionType.Camel(member)}", Text(next.Value, member, result));
            }

            foreach (var property in OptionType.Settable(next.Value.GetType()))
            {
                if (OptionType.KindOf(property.PropertyType) == OptionKind.Object
                    && property.GetValue(next.Value) is { } inner)
                {
                    pending.Enqueue((inner, $"{next.Path}:{OptionType.Camel(property.Name)}"));
                }
            }
        }
    }

    private static string Text(object options, string? member, ValidationResult result)
    {
        var property = member is null ? null : options.GetType().GetProperty(member);
        var isMissing = property?.GetCustomAttribute<RequiredAttribute>() is { ErrorMessage: null }
            && property.GetValue(options) is null or "";
        return isMissing ? "is missing; the plugin cannot work without it" : result.ErrorMessage ?? "is not valid";
    }

    private static bool Covers(string known, string key) =>
        $"{key}:".StartsWith($"{known}:", StringComparison.OrdinalIgnoreCase);
}
