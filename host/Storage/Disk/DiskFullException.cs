namespace IntegrationHost.Storage.Disk;

/// <summary>A write found no room.</summary>
internal sealed class DiskFullException(string path, Exception? inner = null) : IOException(
    $"the disk is full, there is no room for '{path}'; make room on it", inner);
