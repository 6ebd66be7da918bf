using System.Net.Sockets;
using System.Text;
using IntegrationHost.App.Tests.Support;

namespace IntegrationHost.App.Tests.Hosting;

/// <summary>What systemd listens on: a datagram socket that keeps every message.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly List<string> _heard = [];

    public NotifySocket() => _socket.Bind(new UnixDomainSocketEndPoint(Path));

    public string Path => System.IO.Path.Combine(_folder.Path, "notify.sock");

    /// <summary>All messages so far, in their order.</summary>
    public IReadOnlyList<string> Heard
    {
        get
        {
            var buffer = new byte[4096];
            while (_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            {
                _heard.Add(Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer)));
            }

            return _heard;
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }
}
