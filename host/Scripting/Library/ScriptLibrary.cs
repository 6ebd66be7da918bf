using System.Collections.Concurrent;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Scripting.Compilation;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Scripting.Library;

/// <summary>All scripts of a site. Their texts are looked at every two seconds by content: a file watcher misses
/// swapped mounts and renames.</summary>
public sealed class ScriptLibrary(
    ScriptFolders folders, string cacheFolder, TimeProvider time, ILogger<ScriptLibrary> log) : IMappings
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Lazy<ScriptSlot>> _slots = new();
    private readonly ScriptCache _cache = new(cacheFolder, log);

    /// <summary>Replaced versions of all scripts that are still in memory. More than a few that stay mean that a
    /// script's code holds on to itself.</summary>
    public int ReplacedAlive => _slots.Values.Sum(slot => slot.Value.ReplacedAlive);

    /// <inheritdoc/>
    public IMapping Current(string script) =>
        SlotOf(script).Current ?? throw new MappingUnavailableException(FaultOf(script) ?? $"{script} is not loaded");

    /// <summary>Why the newest text of a script is not in force, or null.</summary>
    public string? FaultOf(string script) => SlotOf(script).Fault;

    /// <summary>Looks at all scripts once.</summary>
    public void Poll()
    {
        foreach (var (script, lazy) in _slots)
        {
            var slot = lazy.Value;
            var before = slot.Fault;
            var changed = slot.Poll();
            if (changed)
            {
                log.LogInformation("{Script} {Version} is in force", script, slot.Current!.Version);
            }
            else if (slot.Fault is { } fault && fault != before)
            {
                log.LogWarning("{Script} was not taken over, the last good version goes on: {Fault}", script, fault);
            }
        }
    }

    /// <summary>Looks at all scripts until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            Poll();
        }
    }

    // Lazy, so that two lanes that ask at once compile it once.
    private ScriptSlot SlotOf(string script) => _slots.GetOrAdd(script, name => new Lazy<ScriptSlot>(() =>
    {
        var slot = new ScriptSlot(name, folders, _cache);
        slot.Poll();
        return slot;
    })).Value;
}
