// Addresses: Shopify's MailingAddress → NetSuite's address subrecord.

Record Address(Record address) => new()
{
    ["addressee"] = NameOf(address),
    ["attention"] = Filled(address, "company") is not null ? address.TextOrNull("name") : null,
    ["addr1"]     = address.TextOrNull("address1"),
    ["addr2"]     = address.TextOrNull("address2"),
    ["city"]      = address.TextOrNull("city"),
    ["state"]     = address.TextOrNull("provinceCode"),
    ["zip"]       = address.TextOrNull("zip"),
    ["country"]   = new Record { ["id"] = address.TextOrNull("countryCodeV2") },
    ["addrPhone"] = address.TextOrNull("phone"),
};

string NameOf(Record address) =>
    Filled(address, "company") ?? Filled(address, "name") ?? FullName(address);

string FullName(Record person)
{
    var names = new[] { Filled(person, "firstName"), Filled(person, "lastName") }.Where(name => name is not null);
    return names.Any() ? string.Join(' ', names) : null;
}

// Shopify keeps what a customer left empty as "" as often as not at all.
string Filled(Record record, string path) => record.TextOrNull(path)?.Trim() is { Length: > 0 } text ? text : null;
