using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Benchmarks;

/// <summary>The yardstick: one thread that writes what waits into a file of zeros, syncs it and answers. No frames, no
/// checksums, no decisions.</summary>
internal sealed class RawAppend : IAsyncDisposable
{
    private const int FileBytes = 256 << 20;
    private const int GroupBytesMost = 1 << 20;

    private readonly IDiskFile _file;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<(byte[] Bytes, TaskCompletionSource Done)> _waiting = [];
    private bool _closed;

    public RawAppend(string path)
    {
        _file = LocalDisk.Instance.Open(path, FileMode.CreateNew);
        var zeros = new byte[1 << 20];
        for (long at = 0; at < FileBytes; at += zeros.Length)
        {
            _file.Write(zeros, at);
        }

        _file.Sync();
        new Thread(Run) { IsBackground = true }.Start();
    }

    public Task AppendAsync(byte[] bytes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((bytes, done));
        }

        _wake.Set();
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _wake.Set();
        await _ended.Task;
        _file.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        var buffer = new byte[GroupBytesMost * 2];
        var group = new List<(byte[] Bytes, TaskCompletionSource Done)>();
        var at = 0L;
        while (true)
        {
            _wake.WaitOne();
            lock (_gate)
            {
                if (_closed && _waiting.Count == 0)
                {
                    break;
                }

                (group, _waiting) = (_waiting, group);
            }

            var length = 0;
            foreach (var (bytes, _) in group)
            {
                bytes.CopyTo(buffer, length);
                length += bytes.Length;
            }

            if (length > 0)
            {
                at = at + length > FileBytes ? 0 : at;
                _file.Write(buffer.AsSpan(0, length), at);
                _file.Sync();
                at += length;
            }

            group.ForEach(entry => entry.Done.SetResult());
            group.Clear();
        }

        _ended.SetResult();
    }
}
