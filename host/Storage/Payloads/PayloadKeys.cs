using System.Collections.Concurrent;
using System.Security.Cryptography;
using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Payloads;

/// <summary>The payload keys of a folder: one for each month in which something was sealed, all of them readable. Hosts
/// that share the folder see each other's keys.</summary>
public sealed class PayloadKeys
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(1);
    private const int DrawsMost = 8;

    private readonly ConcurrentDictionary<KeyId, PayloadKey> _keys = new();
    private readonly Lock _turning = new();
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly IKeyWrap _wrap;
    private readonly TimeProvider _time;
    private volatile InForce? _current;

    private PayloadKeys(IDisk disk, string folder, IKeyWrap wrap, TimeProvider time)
    {
        (_disk, _folder, _wrap, _time) = (disk, folder, wrap, time);
    }

    /// <summary>Why an older key is still in use, in a sentence; null when all is well.</summary>
    public string? Warning => _current?.Fault;

    /// <summary>The month of the key in use, as <c>2026-11</c>; null before one was needed.</summary>
    public string? Month => _current?.Key.Id.MonthText;

    /// <summary>The name of the key to seal with now, which is made when there is none.</summary>
    /// <exception cref="StoreUnusableException">There is none and it cannot be made.</exception>
    public string NameOfCurrent() => Current().Id.ToString();

    /// <summary>Reads every key in the folder, and makes none.</summary>
    /// <exception cref="StoreUnusableException">One of them cannot be opened with this ring.</exception>
    public static PayloadKeys Open(string folder, IKeyWrap wrap, TimeProvider time) =>
        Open(LocalDisk.Instance, folder, wrap, time);

    internal static PayloadKeys Open(IDisk disk, string folder, IKeyWrap wrap, TimeProvider time)
    {
        var keys = new PayloadKeys(disk, folder, wrap, time);
        try
        {
            keys.ReadAll();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException(
                $"the key folder '{folder}' cannot be read: {fault.Message.TrimEnd('.')}; let this user read and "
                + "write there", fault);
        }

        return keys;
    }

    /// <summary>The key to seal with now; it is made when its month has none.</summary>
    /// <exception cref="StoreUnusableException">There is none and it cannot be made.</exception>
    internal PayloadKey Current()
    {
        var now = _time.GetUtcNow();
        return _current is { } current && now.UtcTicks < current.UntilTicks ? current.Key : Turn(now);
    }

    /// <summary>The key something was sealed with.</summary>
    /// <exception cref="StoreUnusableException">It is missing.</exception>
    internal PayloadKey Of(KeyId id) => _keys.TryGetValue(id, out var key) ? key : Fetch(id);

    private PayloadKey Turn(DateTimeOffset now)
    {
        lock (_turning)
        {
            if (_current is { } turned && now.UtcTicks < turned.UntilTicks)
            {
                return turned.Key;
            }

            var month = KeyId.MonthOf(now);
            try
            {
                ReadAll();
                var key = OfMonth(month) ?? Make(month);
                _current = new InForce(key, NextMonth(now).UtcTicks, null);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException
                or StoreUnusableException)
            {
                // An old key is better than a host that stands still because of a folder.
                var older = _current?.Key ?? throw new StoreUnusableException(
                    $"no payload key can be made in '{_folder}': {fault.Message.TrimEnd('.')}; let this user write "
                    + "there, or name another folder as state:keys", fault);
                _current = new InForce(older, (now + TryAgainAfter).UtcTicks,
                    $"payloads are still sealed with the key of {older.Id.MonthText}, because that of this month "
                    + $"cannot be made in '{_folder}': {fault.Message.TrimEnd('.')}; the host tries again every "
                    + "minute");
            }

            return _current.Key;
        }
    }

    // Where two hosts made one each, both take the first one by name from their next start on.
    private PayloadKey? OfMonth(int month) => _keys.Values.Where(key => key.Id.Month == month)
        .OrderBy(key => key.Id.Draw).FirstOrDefault();

    private PayloadKey Make(int month)
    {
        _disk.MakeFolder(_folder);
        var id = Draw(month);
        KeyFile.Write(_disk, _folder, id, RandomNumberGenerator.GetBytes(PayloadKey.KeyLength), _wrap);
        // Read back, so that nothing is sealed with a key that could not be had again; and others may have been faster.
        ReadAll();
        return OfMonth(month)!;
    }

    private KeyId Draw(int month)
    {
        for (var draw = 0; draw < DrawsMost; draw++)
        {
            var id = new KeyId(month, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));
            if (!_disk.Exists(KeyFile.PathOf(_folder, id)))
            {
                return id;
            }
        }

        throw new IOException("no free name was found for a payload key");
    }

    private void ReadAll()
    {
        foreach (var path in _disk.FilesIn(_folder))
        {
            if (KeyFile.IdOf(path) is { } id && !_keys.ContainsKey(id))
            {
                _keys.TryAdd(id, KeyFile.Read(_disk, path, _wrap));
            }
        }
    }

    // By its path, not by a listing: those of shared folders lag behind.
    private PayloadKey Fetch(KeyId id)
    {
        var path = KeyFile.PathOf(_folder, id);
        try
        {
            return _disk.Exists(path) ? _keys.GetOrAdd(id, _ => KeyFile.Read(_disk, path, _wrap)) : throw Missing(id);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException(
                $"the payload key '{path}' cannot be read: {fault.Message.TrimEnd('.')}", fault);
        }
    }

    private StoreUnusableException Missing(KeyId id) => new(
        $"the payload key {id} is not in the key folder '{_folder}', so what was sealed with it cannot be read; put "
        + "the folder back from its backup, or name the right one as state:keys");

    private static DateTimeOffset NextMonth(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private sealed record InForce(PayloadKey Key, long UntilTicks, string? Fault);
}
