// Addresses: Shopify's MailingAddress → NetSuite's address subrecord.

Record Address(Record address) => new()
{
    ["addressee"] = NameOf(address),
    ["attention"] = address.Has("company") ? address.TextOrNull("name") : null,
    ["addr1"]     = address.TextOrNull("address1"),
    ["addr2"]     = address.TextOrNull("address2"),
    ["city"]      = address.TextOrNull("city"),
    ["state"]     = address.TextOrNull("provinceCode"),
    ["zip"]       = address.TextOrNull("zip"),
    ["country"]   = new Record { ["id"] = address.TextOrNull("countryCodeV2") },
    ["addrPhone"] = address.TextOrNull("phone"),
};

string NameOf(Record address) =>
    address.TextOrNull("company") ?? address.TextOrNull("name") ?? address.Text("lastName");
