namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Gives values for fields; by default the property of that name.</summary>
internal interface IResolvers
{
    /// <summary>A value, a list of values, or null. What is given is only read.</summary>
    object? Resolve(FieldCall call, TypeRef type);
}
