using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using IntegrationHost.Connectors;
using McMaster.NETCore.Plugins;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.App.Plugins;

/// <summary>Finds and loads plugins: <c>plugins/&lt;Name&gt;/&lt;Name&gt;.dll</c> in the site, then beside the
/// program. Each has its own dependencies; only the contract and the logger are shared. A bad plugin is a sentence
/// and disables its connections only.</summary>
internal sealed class PluginCatalogue(params IReadOnlyList<string> folders) : IDisposable
{
    private readonly List<PluginLoader> _loaders = [];
    private readonly Dictionary<string, PluginAnswer> _loaded = [];

    /// <summary>The plugin of this name, or why it cannot be used.</summary>
    public PluginAnswer Load(string name)
    {
        if (!_loaded.TryGetValue(name, out var answer))
        {
            answer = LoadAnew(name);
            _loaded.Add(name, answer);
        }

        return answer;
    }

    public void Dispose() => _loaders.ForEach(loader => loader.Dispose());

    private PluginAnswer LoadAnew(string name)
    {
        var path = folders.Select(folder => Path.Combine(folder, name, $"{name}.dll")).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return Fault(
                $"there is no plugin '{name}': {Path.Combine(folders[0], name, $"{name}.dll")} does not exist; "
                + $"known are {string.Join(", ", Known())}");
        }

        if (ContractFault(path) is { } mismatch)
        {
            return Fault(mismatch);
        }

        try
        {
            return Make(name, path);
        }
        catch (
            Exception fault) when (fault is ReflectionTypeLoadException or TypeLoadException or MissingMethodException
            or FileLoadException or FileNotFoundException or BadImageFormatException or TargetInvocationException
            or InvalidOperationException)
        {
            var reason = (fault as ReflectionTypeLoadException)?.LoaderExceptions.FirstOrDefault()?.Message
                ?? fault.InnerException?.Message ?? fault.Message;
            return Fault($"{path} could not be loaded: {reason}; build it against this host's contract "
                + $"({typeof(ConnectorPlugin).Assembly.GetName().Version})");
        }
    }

    private PluginAnswer Make(string name, string path)
    {
        var loader = PluginLoader.CreateFromAssemblyFile(
            Path.GetFullPath(path),
            sharedTypes: [typeof(ConnectorPlugin), typeof(ILogger)],
            config => config.IsUnloadable = false);
        _loaders.Add(loader);
        var types = loader.LoadDefaultAssembly().GetTypes()
            .Where(
                type => type is { IsPublic: true, IsAbstract: false } && typeof(ConnectorPlugin).IsAssignableFrom(type))
            .ToArray();
        if (types is not [var only])
        {
            return Fault(types.Length == 0
                ? $"{path} has no public class that derives from ConnectorPlugin"
                : $"{path} has {types.Length} plugin classes, one folder holds one: "
                    + string.Join(", ", types.Select(type => type.Name)));
        }

        var plugin = (ConnectorPlugin)Activator.CreateInstance(only)!;
        return plugin.Name == name
            ? new PluginAnswer(plugin, null)
            : Fault($"{path} calls itself '{plugin.Name}'; its folder must have the same name");
    }

    /// <summary>Why the file is no plugin of this contract; read from its metadata, nothing of it is run.</summary>
    private static string? ContractFault(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            var reader = image.HasMetadata ? image.GetMetadataReader() : null;
            var ours = typeof(ConnectorPlugin).Assembly.GetName();
            var wanted = reader?.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle))
                .FirstOrDefault(reference => reader.GetString(reference.Name) == ours.Name);
            return reader is null ? $"{path} is no .NET assembly"
                : wanted is not { } reference || reference.Version is null
                    ? $"{path} does not use the contract ({ours.Name}), so it is no plugin"
                : reference.Version.Major != ours.Version!.Major || reference.Version > ours.Version
                    ? $"{path} was built against contract {reference.Version}, this host has {ours.Version}; "
                        + "take the plugin's version for this host"
                : null;
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return $"{path} is no readable .NET assembly: {fault.Message}";
        }
    }

    private IEnumerable<string> Known() => folders.Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories).Select(folder => Path.GetFileName(folder)).Distinct().Order();

    private static PluginAnswer Fault(string text) => new(null, text);
}

/// <summary>A plugin, or why it cannot be used.</summary>
internal sealed record PluginAnswer(ConnectorPlugin? Plugin, string? Fault);
