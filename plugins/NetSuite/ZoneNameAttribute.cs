using System.ComponentModel.DataAnnotations;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>The name of a time zone: a misspelt one is found with the other options, not at the first stamp.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ZoneNameAttribute : ValidationAttribute
{
    public ZoneNameAttribute()
        : base("there is no such time zone; write its IANA name, for example America/New_York")
    {
    }

    public override bool IsValid(object? value) =>
        value is null or "" || (value is string name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _));
}
