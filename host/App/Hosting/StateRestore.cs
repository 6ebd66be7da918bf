using System.Globalization;
using IntegrationHost.App.Cli;
using IntegrationHost.App.Site;
using IntegrationHost.Storage;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.App.Hosting;

/// <summary>Writes the state of a backup into a folder.</summary>
/// <exception cref="StoreUnusableException">The backup is damaged, or of a newer version.</exception>
internal delegate Task RestoreInto(Stream from, string folder, IPayloadSeal seal, CancellationToken cancel);

/// <summary>Puts the state of a backup in the place of a site's, under the lock of its data folder. The backup is
/// restored beside it and opened first, so that a wrong one changes nothing; the state of before is moved aside, never
/// deleted.</summary>
internal sealed class StateRestore(SiteDefinition site, RestoreInto into, TimeProvider time)
{
    private readonly string _data = site.DataFolder;
    private readonly string _draft = Path.Combine(site.DataFolder, StateFiles.Draft);
    private readonly string _unfinished = Path.Combine(site.DataFolder, StateFiles.Unfinished);

    /// <summary>Why nobody may open the state of this folder; null when it may be opened.</summary>
    public static string? FaultOf(string dataFolder) =>
        File.Exists(Path.Combine(dataFolder, StateFiles.Unfinished))
            ? $"a restore into '{dataFolder}' was not finished: restore again with --force; the state of before is in "
                + $"a folder {StateFiles.Before}… there"
            : null;

    /// <summary>Answers where the state of before is now; null when there was none.</summary>
    /// <exception cref="UseException">A host runs, or there is a state and it is not to be replaced.</exception>
    public async Task<string?> RunAsync(Stream from, bool replace, CancellationToken cancel)
    {
        OwnFolder.Make(_data);
        using var only = Lock();
        if (StateFiles.AreIn(_data) && !replace)
        {
            throw new UseException($"'{_data}' has a state already; --force moves it aside, into a folder "
                + $"{StateFiles.Before}… there, and puts the backup in its place");
        }

        try
        {
            await DraftAsync(from, cancel);
            return TakeItsPlace();
        }
        finally
        {
            RemoveDraft();
        }
    }

    private async Task DraftAsync(Stream from, CancellationToken cancel)
    {
        RemoveDraft();
        OwnFolder.Make(_draft);
        var ring = KeyRing.Open(site.State.KeysFolder);
        // What the backup holds says by itself how it is opened; encryption off or on is no matter here.
        await into(from, _draft, new EncryptedSeal(PayloadKeys.Open(site.State.KeysFolder, ring, time)), cancel);
        await using var opened = await StateOpening.OpenAsync(site with { DataFolder = _draft }, ring, time, cancel);
    }

    private string? TakeItsPlace()
    {
        File.WriteAllText(_unfinished, "");
        var aside = StateFiles.AreIn(_data) ? Aside() : null;
        StateFiles.Move(_draft, _data);
        File.Delete(_unfinished);
        return aside;
    }

    private string Aside()
    {
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var aside = Path.Combine(_data, StateFiles.Before + now);
        OwnFolder.Make(aside);
        StateFiles.Move(_data, aside);
        return aside;
    }

    private void RemoveDraft()
    {
        if (Directory.Exists(_draft))
        {
            Directory.Delete(_draft, recursive: true);
        }
    }

    private FileStream Lock()
    {
        try
        {
            return new FileStream(
                Path.Combine(_data, StateFiles.LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UseException($"the data folder '{_data}' is in use: stop its host first, then restore");
        }
    }
}
