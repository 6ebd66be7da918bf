namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>A list inside each record of a list, as the roles of each contact of a company.</summary>
/// <param name="List">The outer list.</param>
/// <param name="Field">The list of each of its records.</param>
/// <param name="Operation">The document that reads on in it.</param>
/// <param name="Root">The field that reads one record of the outer list.</param>
internal sealed record InnerList(string List, string Field, string Operation, string Root);
