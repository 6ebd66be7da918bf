// Shopify customer → NetSuite customer.
// The external id names shop and customer, so that the same customer is never made twice.
//
// Settings  shop         short name of the shop, part of every external id
//           subsidiary   NetSuite subsidiary, internal id (1)
#load "../lib/address.csx"

var company   = Filled(source, "defaultAddress.company");
var firstName = Filled(source, "firstName");
var lastName  = Filled(source, "lastName");

if (company is null && firstName is null && lastName is null)
{
    return Refuse("the customer has neither a name nor a company; NetSuite needs one");
}

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
    customer["firstName"] = firstName ?? "-";
    customer["lastName"]  = lastName ?? "-";
}
else
{
    customer["companyName"] = company;
}

if (Filled(source, "defaultAddress.address1") is not null)
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
