using System.Security.Cryptography;
using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Payloads;

/// <summary>A payload key in its file <c>data-2026-11-1a2b3c4d.key</c>: a head with a sum over what follows, so that a
/// damaged file is told from one of another ring, and the wrapped id and key.</summary>
internal static class KeyFile
{
    private const string Before = "data-";
    private const string After = ".key";
    private const string Ring = ".xml";
    private const int SumLength = 8;
    private const int BytesMost = 64 * 1024; // A wrapped key has some hundred.

    private static ReadOnlySpan<byte> Mark => "IHPK\x01"u8; // The last one is the format.

    /// <summary>Of which key a file is; null for any other file.</summary>
    public static KeyId? IdOf(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith(Before, StringComparison.Ordinal) && name.EndsWith(After, StringComparison.Ordinal)
            ? KeyId.Parse(name[Before.Length..^After.Length])
            : null;
    }

    public static string PathOf(string folder, KeyId id) => Path.Combine(folder, $"{Before}{id}{After}");

    /// <summary>Writes the key so that its file is whole or not there, and on the disk itself when this
    /// returns.</summary>
    public static void Write(IDisk disk, string folder, KeyId id, byte[] key, IKeyWrap wrap)
    {
        var plain = new byte[KeyId.Length + key.Length];
        id.Write(plain);
        key.CopyTo(plain, KeyId.Length);
        var wrapped = wrap.Wrap(plain);
        SyncRing(disk, folder);
        var path = PathOf(folder, id);
        var draft = path + ".tmp"; // The id is this host's own draw: nobody else writes there.
        using (var file = disk.Open(draft, FileMode.Create))
        {
            file.Write([.. Mark, .. Sum(wrapped), .. wrapped], 0);
            file.Sync();
        }

        disk.Move(draft, path);
        disk.SyncFolder(folder);
    }

    /// <exception cref="StoreUnusableException">It is damaged, or of another ring.</exception>
    public static PayloadKey Read(IDisk disk, string path, IKeyWrap wrap)
    {
        var bytes = Bytes(disk, path);
        var head = Mark.Length + SumLength;
        if (bytes.Length > head && bytes.AsSpan().StartsWith(Mark[..^1]) && bytes[Mark.Length - 1] > Mark[^1])
        {
            throw new StoreUnusableException(
                $"the payload key '{path}' was written by a newer version; start that version");
        }

        if (bytes.Length <= head || !bytes.AsSpan().StartsWith(Mark)
            || !bytes.AsSpan(Mark.Length, SumLength).SequenceEqual(Sum(bytes.AsSpan(head))))
        {
            throw new StoreUnusableException(
                $"the payload key '{path}' is damaged; put it back from the backup of the key folder");
        }

        var plain = Unwrap(path, bytes[head..], wrap);
        if (plain.Length != KeyId.Length + PayloadKey.KeyLength || KeyId.Read(plain) != IdOf(path))
        {
            throw new StoreUnusableException(
                $"the payload key '{path}' holds another key than its name says; give it its own name back");
        }

        return new PayloadKey(KeyId.Read(plain), plain[KeyId.Length..]);
    }

    private static byte[] Unwrap(string path, byte[] wrapped, IKeyWrap wrap)
    {
        try
        {
            return wrap.Unwrap(wrapped);
        }
        catch (CryptographicException fault)
        {
            throw new StoreUnusableException(
                $"the payload key '{path}' cannot be opened with the key ring beside it "
                + $"({fault.Message.TrimEnd('.')}); put ring and payload keys back together, from one backup of the "
                + "key folder",
                fault);
        }
    }

    private static byte[] Bytes(IDisk disk, string path)
    {
        using var file = disk.Open(path, FileMode.Open);
        var bytes = new byte[Math.Min(file.Length, BytesMost)];
        return bytes[..file.Read(bytes, 0)];
    }

    // Who writes the ring does not wait for the disk: without this a power cut could leave keys that nothing opens.
    private static void SyncRing(IDisk disk, string folder)
    {
        foreach (var path in disk.FilesIn(folder).Where(path => path.EndsWith(Ring, StringComparison.Ordinal)))
        {
            using var file = disk.Open(path, FileMode.Open);
            file.Sync();
        }
    }

    private static byte[] Sum(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes)[..SumLength];
}
