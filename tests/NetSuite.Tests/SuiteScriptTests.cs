using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>The scripts that push, run in Node with small stand-ins for NetSuite's modules; what they post is fed to
/// the decoder.</summary>
public sealed class SuiteScriptTests
{
    private const string NoNode = "node is not installed, so the scripts cannot be run";
    private static readonly string Root = Folder("plugins/NetSuite/suitescript");
    private static readonly string Scripts = Path.Combine(Root, "src/FileCabinet/SuiteScripts/ihost");

    [Fact]
    public async Task What_the_scripts_post_is_what_the_decoder_takes()
    {
        using var run = await RunAsync("""
            {"secret":"a secret","saves":[{"type":"salesorder","id":18,"event":"edit"},
             {"type":"inventoryitem","id":7,"event":"create"},{"type":"customer","id":9,"event":"delete"}]}
            """);

        var verdict = Decode(run.RootElement.GetProperty("posts")[0], "a secret")
            .ShouldBeOfType<WebhookVerdict.Accepted>();

        verdict.Changes.Select(change => (change.Entity, change.Id, change.Kind)).ShouldBe(
        [
            ("salesOrder", "18", ChangeKind.Upsert), ("inventoryItem", "7", ChangeKind.Upsert),
            ("item", "7", ChangeKind.Upsert), ("itemPrice", "7", ChangeKind.Upsert),
            ("customer", "9", ChangeKind.Delete),
        ]);
        verdict.DeliveryId.ShouldBe("1-3-3");
        run.RootElement.GetProperty("left").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Another_secret_is_refused()
    {
        using var run = await RunAsync("""{"secret":"one","saves":[{"type":"salesorder","id":18,"event":"edit"}]}""");

        Decode(run.RootElement.GetProperty("posts")[0], "another").ShouldBeOfType<WebhookVerdict.Refused>()
            .Reason.ShouldContain("custsecret_ihost_hmac");
    }

    [Fact]
    public async Task A_delivery_that_the_host_did_not_take_stays_in_the_outbox()
    {
        using var run = await RunAsync(
            """{"secret":"s","answer":503,"saves":[{"type":"salesorder","id":18,"event":"edit"}]}""");

        run.RootElement.GetProperty("left").GetInt32().ShouldBe(1);
        run.RootElement.GetProperty("faults")[0].GetString()!.ShouldContain("503");
    }

    [Fact]
    public async Task What_the_host_wrote_itself_is_not_told_back()
    {
        using var run = await RunAsync("""
            {"secret":"s","context":"RESTWEBSERVICES","user":5,"integrationUser":"5",
             "saves":[{"type":"salesorder","id":18,"event":"edit"}]}
            """);

        run.RootElement.GetProperty("posts").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Every_script_is_well_formed()
    {
        foreach (var script in Directory.EnumerateFiles(Root, "*.js", SearchOption.AllDirectories))
        {
            (await NodeAsync("--check", script)).Code.ShouldBe(0, script);
        }
    }

    [Fact]
    public void The_objects_are_XML_that_names_files_and_ids_that_exist()
    {
        var objects = Directory.EnumerateFiles(Path.Combine(Root, "src/Objects"), "*.xml").ToList();
        objects.ShouldNotBeEmpty();
        foreach (var file in objects)
        {
            var root = XDocument.Load(file).Root!;
            root.Attribute("scriptid")!.Value.ShouldBe(Path.GetFileNameWithoutExtension(file));
            foreach (var script in root.Elements("scriptfile"))
            {
                var path = script.Value.Trim('[', ']').TrimStart('/');
                File.Exists(Path.Combine(Root, "src/FileCabinet", path)).ShouldBeTrue(path);
            }
        }

        var deploy = XDocument.Load(Path.Combine(Root, "src/deploy.xml")).Root!;
        deploy.Elements().Select(element => element.Name.LocalName).ShouldBe(["files", "objects"]);
        XDocument.Load(Path.Combine(Root, "src/manifest.xml")).Root!.Elements()
            .Select(element => element.Name.LocalName).ShouldBe(["projectname", "frameworkversion", "dependencies"]);
    }

    [Fact]
    public void The_elements_of_scripts_stand_in_the_order_NetSuite_wants()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src/Objects"), "customscript_*.xml"))
        {
            var names = XDocument.Load(file).Root!.Elements().Select(element => element.Name.LocalName).ToList();
            names.IndexOf("name").ShouldBe(0, file);
            names.IndexOf("scriptfile").ShouldBe(1, file);
            names[^1].ShouldBe("scriptdeployments", file);
            names[^2].ShouldBe("scriptcustomfields", file);
        }
    }

    // In the words of docs/connect-netsuite.md; the key is the one that Oracle's list of permissions has for them.
    [Theory]
    [InlineData("Sales Order", "TRAN_SALESORD", "EDIT")]
    [InlineData("Item Fulfillment", "TRAN_ITEMSHIP", "EDIT")]
    [InlineData("Fulfill Orders", "TRAN_SALESORDFULFILL", "FULL")]
    [InlineData("Invoice", "TRAN_CUSTINVC", "EDIT")]
    [InlineData("Invoice Sales Orders", "TRAN_SALESORDINVOICE", "FULL")]
    [InlineData("Cash Sale", "TRAN_CASHSALE", "EDIT")]
    [InlineData("Customer Deposit", "TRAN_CUSTDEP", "EDIT")]
    [InlineData("Deposit Application", "TRAN_DEPAPPL", "EDIT")]
    [InlineData("Customer Payment", "TRAN_CUSTPYMT", "EDIT")]
    [InlineData("Credit Memo", "TRAN_CUSTCRED", "EDIT")]
    [InlineData("Cash Sale Refund", "TRAN_CASHRFND", "EDIT")]
    [InlineData("Customer Refund", "TRAN_CUSTRFND", "EDIT")]
    [InlineData("Return Authorization", "TRAN_RTNAUTH", "EDIT")]
    [InlineData("Receive Returns", "TRAN_RTNAUTHRECEIVE", "FULL")]
    [InlineData("Refund Returns", "TRAN_RTNAUTHCREDIT", "FULL")]
    [InlineData("Item Receipt", "TRAN_ITEMRCPT", "EDIT")]
    [InlineData("Adjust Inventory", "TRAN_INVADJST", "EDIT")]
    [InlineData("Make Journal Entry", "TRAN_JOURNAL", "EDIT")]
    [InlineData("Deposit", "TRAN_DEPOSIT", "EDIT")]
    [InlineData("Accounts", "LIST_ACCOUNT", "VIEW")]
    [InlineData("Customers", "LIST_CUSTJOB", "EDIT")]
    [InlineData("Contacts", "LIST_CONTACT", "EDIT")]
    [InlineData("Items", "LIST_ITEM", "EDIT")]
    [InlineData("Locations", "LIST_LOCATION", "VIEW")]
    [InlineData("Currency", "LIST_CURRENCY", "VIEW")]
    [InlineData("Subsidiaries", "LIST_SUBSIDIARY", "VIEW")]
    [InlineData("Find Transaction", "TRAN_FIND", "VIEW")]
    public void The_role_that_is_deployed_has_what_the_manual_grants(string name, string key, string level)
    {
        var manual = File.ReadAllText(Path.Combine(Folder("docs"), "connect-netsuite.md"));
        var rows = manual[..manual.IndexOf("## 3.", StringComparison.Ordinal)].Split('\n');
        rows.ShouldContain(row => row.Contains($"| {name} |") || row.Contains($"| {name}, ")
            || row.Contains($", {name} |") || row.Contains($", {name}, "), name);

        XDocument.Load(Path.Combine(Root, "src/Objects/customrole_ihost.xml")).Descendants("permission")
            .Single(one => one.Element("permkey")!.Value == key).Element("permlevel")!.Value.ShouldBe(level);
    }

    [Fact]
    public void A_missing_permission_to_write_is_named_for_every_kind_of_record()
    {
        var refusal = new NetSuiteError(403, "INSUFFICIENT_PERMISSION", "You do not have permission.", null);
        foreach (var entity in NetSuiteEntities.All.Where(one => one.Abilities.HasFlag(Abilities.Create)))
        {
            Permissions.Missing(refusal, entity.Name).ShouldNotBe(Permissions.Analytics, entity.Name);
            Permissions.Missing(refusal, entity.Name).ShouldContain("(Edit)", Case.Sensitive, entity.Name);
        }
    }

    private static WebhookVerdict Decode(JsonElement post, string secret)
    {
        var options = Some.Options();
        options.WebhookSecret = secret;
        var headers = post.GetProperty("headers").EnumerateObject().ToDictionary(
            header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        var body = Encoding.UTF8.GetBytes(post.GetProperty("body").GetString()!);
        return Some.Connection(new AnsweringNetSuite(), time: TimeProvider.System, options: options)
            .Decode(new WebhookRequest(headers, body));
    }

    private static async Task<JsonDocument> RunAsync(string told)
    {
        var (code, output) = await NodeAsync(
            Path.Combine(Folder("tests/NetSuite.Tests"), "SuiteScript/run.js"), Scripts, told);
        code.ShouldBe(0, output);
        return JsonDocument.Parse(output);
    }

    private static async Task<(int Code, string Output)> NodeAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var node = Process.Start(start)!;
            var error = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await node.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (node.ExitCode, output + await error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip(NoNode);
            throw;
        }
    }

    private static string Folder(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Host.sln")))
            {
                return Path.Combine(folder.FullName, path);
            }
        }

        throw new DirectoryNotFoundException($"the repository of {AppContext.BaseDirectory} was not found");
    }
}
