using System.Text;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Payloads;

/// <summary>The state itself knows which keys it needs: for each key in use it keeps a small value sealed with it. So a
/// key folder that is lost, empty or another one is found at the start, also after a restore and by a host that joins
/// others at one database.</summary>
public static class SealCheck
{
    private const string Prefix = "seal/";

    /// <summary>Opens what was sealed with every key that was ever in use.</summary>
    /// <exception cref="StoreUnusableException">One of the keys is missing.</exception>
    public static async Task VerifyAsync(ILedger ledger, IPayloadSeal seal, CancellationToken cancel)
    {
        foreach (var value in await ledger.ValuesAsync(Prefix, cancel))
        {
            if (Encoding.UTF8.GetString(seal.Open(BytesOf(value))) != value.Name)
            {
                throw new StoreUnusableException(
                    $"the state's check value '{value.Name}' opens to something else: the state was changed by another "
                    + "program; restore a backup");
            }
        }
    }

    /// <summary>Notes the key in use, if it is not noted yet.</summary>
    /// <exception cref="StoreUnusableException">There is none and it cannot be made.</exception>
    public static async Task NoteAsync(
        ILedger ledger, PayloadKeys keys, TimeProvider time, CancellationToken cancel)
    {
        var name = Prefix + keys.NameOfCurrent();
        if ((await ledger.ValuesAsync(name, cancel)).Count > 0)
        {
            return;
        }

        var kept = Convert.ToBase64String(new EncryptedSeal(keys).Seal(Encoding.UTF8.GetBytes(name)));
        // When another host was faster, the key is noted.
        await ledger.PutValueAsync(new NamedValue(name, kept, 1, "the host", time.GetUtcNow()), 0, cancel);
    }

    private static byte[] BytesOf(NamedValue value)
    {
        var bytes = new byte[value.Value.Length];
        return Convert.TryFromBase64String(value.Value, bytes, out var length) ? bytes[..length] : [];
    }
}
