// NetSuite customer → Shopify customer: the same link as shopify-to-netsuite/customer.csx, the other way round.
// Only what both systems keep is carried; addresses stay where they were entered.
//
// Settings  shop              short name of the shop: tells its customers from those of other shops
//           createCustomers   true makes a customer of the shop of one that was made in NetSuite (false)
#load "../lib/address.csx"

var ours   = $"SHPFY-{Setting("shop")}-C";
var made   = source.TextOrNull("externalId") ?? "";
var isOurs = made.StartsWith(ours, StringComparison.Ordinal) && made[ours.Length..].All(char.IsAsciiDigit);

if (!isOurs && made.StartsWith("SHPFY-", StringComparison.Ordinal)) return Skip("a customer of another shop");
if (!isOurs && Setting("createCustomers", "false") != "true")       return Skip("not a customer of the shop");

var email = Filled(source, "email");
var phone = Filled(source, "phone");
if (!isOurs && email is null && phone is null)
{
    return Skip("neither an e-mail address nor a phone number: the shop could not tell who it is");
}

var customer = new Record();

// One that came from the shop is never made a second time: until its link stands, it waits for it.
if (isOurs)            customer["id"]    = Link("customer", source.Text("id"));
if (email is not null) customer["email"] = email;
if (phone is not null) customer["phone"] = phone;

// The other direction writes a dash for a name that is missing.
if (Name("firstName") is { } first) customer["firstName"] = first;
if (Name("lastName") is { } last)   customer["lastName"]  = last;

return customer;

string Name(string field) => Filled(source, field) is { } name && name != "-" ? name : null;
