using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Which roles a contact is to get and which to lose: one role at a location, so another role there goes
/// first. Roles at locations that are not named stay, unless the record says <c>revokeOthers</c>. Pure.</summary>
/// <param name="Wrong">Why it cannot be done, or null.</param>
/// <param name="Revoked">Ids of assignments to take away.</param>
/// <param name="Assigned">Roles to give, as the call takes them.</param>
internal sealed record ContactRoles(Plan? Wrong, IReadOnlyList<string> Revoked, JsonArray Assigned)
{
    /// <param name="wanted">What is to be written.</param>
    /// <param name="standing">The contact as it stands, or null for a new one.</param>
    /// <param name="roles">The roles the company has.</param>
    public static ContactRoles Of(Record wanted, Record? standing, IReadOnlyList<Record> roles)
    {
        var known = (standing?.List("roleAssignments.nodes") ?? []).ToLookup(each => each.Text("companyLocation.id"));
        var (revoked, assigned, named) = (new List<string>(), new JsonArray(), new HashSet<string>());
        foreach (var each in wanted.ListOrEmpty("roles"))
        {
            var (location, name) = (each.Text("location"), each.Text("role"));
            if (roles.FirstOrDefault(role => role.Text("id") == name || string.Equals(
                role.Text("name"), name, StringComparison.OrdinalIgnoreCase)) is not { } role)
            {
                var has = string.Join(", ", roles.Select(one => one.Text("name")));
                return new ContactRoles(Plan.Wrong(
                    $"the company has no role {name}; it has: {has}", "no-such-role", "roles.role", name), [], []);
            }

            named.Add(location);
            revoked.AddRange(known[location].Where(one => one.Text("role.id") != role.Text("id"))
                .Select(one => one.Text("id")));
            if (known[location].All(one => one.Text("role.id") != role.Text("id")))
            {
                assigned.Add(new JsonObject
                {
                    ["companyContactRoleId"] = role.Text("id"), ["companyLocationId"] = location,
                });
            }
        }

        if (wanted.FlagOrFalse("revokeOthers"))
        {
            revoked.AddRange(known.Where(at => !named.Contains(at.Key)).SelectMany(at => at)
                .Select(one => one.Text("id")));
        }

        return new ContactRoles(null, revoked, assigned);
    }

    /// <summary>The calls, given how the contact's id is known.</summary>
    public IEnumerable<PlannedCall> Steps(Func<IReadOnlyList<Record>, string> contact)
    {
        if (Revoked.Count > 0)
        {
            yield return new PlannedCall("ContactRolesRevoke", "companyContactRevokeRoles", done => new JsonObject
            {
                ["id"] = contact(done), ["roles"] = Inputs.Texts(Revoked),
            });
        }

        if (Assigned.Count > 0)
        {
            yield return new PlannedCall("ContactRolesAssign", "companyContactAssignRoles", done => new JsonObject
            {
                ["id"] = contact(done), ["roles"] = Assigned.DeepClone(),
            });
        }
    }
}
