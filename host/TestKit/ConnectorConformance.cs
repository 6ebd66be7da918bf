using System.ComponentModel.DataAnnotations;
using IntegrationHost.Connectors;
using IntegrationHost.Records;
using Shouldly;
using Xunit;

namespace IntegrationHost.TestKit;

/// <summary>The facts every connector must keep. Derive one class per plugin and override what its abilities call
/// for; a fact that needs an override you did not give fails and names it. A fact about a role or ability the
/// connector does not have holds trivially.</summary>
public abstract partial class ConnectorConformance
{
    private const int PagesMost = 100;

    /// <summary>The budget the connector under test is lent.</summary>
    protected GenerousBudget Budget { get; } = new();

    /// <summary>The plugin under test.</summary>
    protected abstract ConnectorPlugin Plugin { get; }

    /// <summary>Valid options that lead to the system or its stand-in.</summary>
    protected abstract object Options { get; }

    /// <summary>The stand-in's handler, or null to go over the network.</summary>
    protected virtual HttpMessageHandler? Handler => null;

    /// <summary>The clock: short pauses pass at once.</summary>
    protected virtual TimeProvider Time { get; } = new HurriedTime(TimeProvider.System.GetUtcNow());

    /// <summary>The plugin's output folder, to check that it carries no contract.</summary>
    protected virtual string PluginFolder => throw Needs(nameof(PluginFolder));

    /// <summary>A good record to write, different for each number.</summary>
    protected virtual Record NewRecord(string entity, int number) => throw Needs(nameof(NewRecord));

    /// <summary>A record the system must refuse.</summary>
    protected virtual Record BadRecord(string entity) => throw Needs(nameof(BadRecord));

    /// <summary>Makes a record of the source change; gives its id.</summary>
    protected virtual Task<string> ChangeSourceAsync(string entity, int number, CancellationToken cancel) =>
        throw Needs(nameof(ChangeSourceAsync));

    /// <summary>A genuine webhook of the system.</summary>
    protected virtual WebhookRequest Webhook() => throw Needs(nameof(Webhook));

    /// <summary>A field and a value by which a standing record is found.</summary>
    protected virtual (string Field, string Value) Findable(string entity) => throw Needs(nameof(Findable));

    /// <summary>Makes the system refuse every call from now on as one too many.</summary>
    protected virtual void Throttle(string entity) => throw Needs(nameof(Throttle));

    /// <summary>Makes the system do the next write and lose its answer.</summary>
    protected virtual void LoseNextAnswer(string entity) => throw Needs(nameof(LoseNextAnswer));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Abilities say no more than the roles can do.</summary>
    [Fact]
    public void Declared_abilities_match_the_implemented_roles()
    {
        var connector = Connect();
        connector.Entities.ShouldNotBeEmpty("a connector without entities can do nothing");
        foreach (var entity in connector.Entities)
        {
            Agree(entity, Abilities.Changes, connector is IChangeFeed, nameof(IChangeFeed));
            Agree(entity, Abilities.Webhooks, connector is IWebhookDecoder, nameof(IWebhookDecoder));
            Agree(entity, Abilities.Read | Abilities.Find, connector is IRecordReader, nameof(IRecordReader));
            Agree(entity, Abilities.Create | Abilities.Update | Abilities.Delete, connector is IRecordWriter, nameof(
                IRecordWriter));
        }
    }

    /// <summary>Empty options are refused, each by its name.</summary>
    [Fact]
    public void A_bad_option_is_named_in_the_error()
    {
        ConnectorHarness.Check(Options).ShouldBeEmpty("the options of the conformance run must be valid");
        var wrong = ConnectorHarness.Check(Activator.CreateInstance(Plugin.OptionsType)!);
        var required = Plugin.OptionsType.GetProperties()
            .Where(property => Attribute.IsDefined(property, typeof(RequiredAttribute)))
            .Select(property => property.Name);
        wrong.SelectMany(result => result.MemberNames).Distinct().ShouldBeSubsetOf(
            Plugin.OptionsType.GetProperties().Select(property => property.Name));
        required.Except(wrong.SelectMany(result => result.MemberNames)).ShouldBeEmpty("each required option is named");
    }

    /// <summary>The host shares the contract with the plugin; a copy of it in the plugin's folder would be another
    /// type.</summary>
    [Fact]
    public void The_plugin_folder_does_not_carry_the_contract() =>
        Directory.EnumerateFiles(PluginFolder, "*.dll").Select(Path.GetFileName)
            .ShouldNotContain(
                "IntegrationHost.Abstractions.dll", "reference the contract with ExcludeAssets=\"runtime\"");

    /// <summary>A call whose token is cancelled ends by that.</summary>
    [Fact]
    public async Task Cancelling_ends_a_call()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var connector = Connect();
        if (With(Abilities.Read) is [var read, ..])
        {
            await Should.ThrowAsync<OperationCanceledException>(
                () => ((IRecordReader)connector).ReadAsync(read.Name, ["1"], cancelled.Token));
        }

        if (With(Abilities.Create) is [var written, ..])
        {
            await Should.ThrowAsync<OperationCanceledException>(() =>
                ((IRecordWriter)connector).ApplyAsync(WriteOf(written.Name, 7), cancelled.Token));
        }
    }

    private protected IConnector Connect() =>
        ConnectorHarness.Connect(Plugin, Options, Handler ?? new SocketsHttpHandler(), Time, Budget);

    private protected EntityInfo[] With(Abilities ability) =>
        [.. Connect().Entities.Where(entity => (entity.Abilities & ability) != 0)];

    private static void Agree(EntityInfo entity, Abilities abilities, bool hasRole, string role) =>
        ((entity.Abilities & abilities) == 0 || hasRole).ShouldBeTrue(
            $"{entity.Name} declares {entity.Abilities & abilities}, but the connector is no {role}");

    private NotSupportedException Needs(string member) =>
        new($"{GetType().Name} must override {member}: an ability of the connector is checked with it");
}
