// Shopify customer → NetSuite customer.
// The external id names shop and customer, so that the same customer is never made twice.
//
// Settings  shop         short name of the shop, part of every external id
//           subsidiary   NetSuite subsidiary, internal id (1)
#load "../lib/address.csx"

if (!source.Has("lastName") && !source.Has("firstName") && !source.Has("defaultAddress.company"))
{
    return Refuse("the customer has neither a name nor a company; NetSuite needs one");
}

var company = source.TextOrNull("defaultAddress.company");

var customer = new Record
{
    ["externalId"] = $"SHPFY-{Setting("shop")}-C{source.Text("legacyResourceId")}",
    ["isPerson"]   = company is null,
    ["email"]      = source.TextOrNull("defaultEmailAddress.emailAddress"),
    ["phone"]      = source.TextOrNull("defaultPhoneNumber.phoneNumber"),
    ["subsidiary"] = new Record { ["id"] = Setting("subsidiary", "1") },
};

if (company is null)
{
    // NetSuite wants both names of a person; one that is missing is shown as a dash.
    customer["firstName"] = source.TextOrNull("firstName") ?? "-";
    customer["lastName"]  = source.TextOrNull("lastName") ?? "-";
}
else
{
    customer["companyName"] = company;
}

if (source.Has("defaultAddress.address1"))
{
    customer["addressBook"] = new Record
    {
        ["items"] = new[]
        {
            new Record
            {
                ["label"]              = "Shopify",
                ["defaultShipping"]    = true,
                ["defaultBilling"]     = true,
                ["addressBookAddress"] = Address(source.Inner("defaultAddress")),
            },
        },
    };
}

return customer;
