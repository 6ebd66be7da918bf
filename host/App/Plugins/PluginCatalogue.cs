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
        // The name becomes a path: it must not lead out of the plugins folders.
        if (name.AsSpan().ContainsAny('/', '\\', ':') || name is "" or "." or "..")
        {
            return Fault($"'{name}' is no plugin's name; write the name of its folder, for example Shopify");
        }

        var path = folders.Select(folder => Path.Combine(folder, name, $"{name}.dll")).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return Fault(Missing(name));
        }

        if (ContractFault(path) is { } mismatch)
        {
            return Fault(mismatch);
        }

        try
        {
            return Make(name, path);
        }
        catch (TargetInvocationException fault)
        {
            var inner = fault.GetBaseException();
            return Fault($"{path} could not be started: its constructor threw {inner.GetType().Name}: {inner.Message}; "
                + "ask the plugin's author");
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever a plugin's code does here, it takes down its own connections only.
            var inner = (fault as ReflectionTypeLoadException)?.LoaderExceptions.FirstOrDefault();
            var reason = (inner ?? fault).Message;
            return Fault($"{path} could not be loaded: {reason}; build it against this host's contract "
                + $"({typeof(ConnectorPlugin).Assembly.GetName().Version}) and publish it with its dependencies");
        }
    }

    private string Missing(string name)
    {
        var folder = folders.Select(known => Path.Combine(known, name)).FirstOrDefault(Directory.Exists);
        var known = Known().Where(other => other != name).ToArray();
        return folder is not null
            ? $"the plugin '{name}' is incomplete: {Path.Combine(folder, $"{name}.dll")} does not exist; "
                + "copy the plugin's whole publish output there"
            : $"there is no plugin '{name}': {Path.Combine(folders[0], name, $"{name}.dll")} does not exist; "
                + (known.Length > 0 ? $"known are {string.Join(", ", known)}" : "no plugin is installed");
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
                : $"{path} has {types.Length} plugin classes ({string.Join(", ", types.Select(type => type.Name))}); "
                    + "one folder holds one");
        }

        if (only.GetConstructor(Type.EmptyTypes) is null)
        {
            return Fault($"{path}: {only.Name} has no public constructor without parameters; ask the plugin's author");
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
            if (!image.HasMetadata)
            {
                return $"{path} is no .NET assembly; copy the plugin's publish output there";
            }

            var reader = image.GetMetadataReader();
            var ours = typeof(ConnectorPlugin).Assembly.GetName();
            var wanted = reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle))
                .Where(reference => reader.GetString(reference.Name) == ours.Name)
                .Select(reference => reference.Version)
                .FirstOrDefault();
            return wanted is null ? $"{path} does not use the contract ({ours.Name}), so it is no plugin"
                : wanted.Major != ours.Version!.Major || wanted > ours.Version
                    ? $"{path} was built against contract {wanted}, this host has {ours.Version}; "
                        + "take the plugin's version for this host"
                : null;
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return $"{path} is no readable .NET assembly: {fault.Message}; copy the plugin's publish output there";
        }
    }

    private IEnumerable<string> Known() => folders.Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories).Select(folder => Path.GetFileName(folder)).Distinct().Order();

    private static PluginAnswer Fault(string text) => new(null, text);
}

/// <summary>A plugin, or why it cannot be used.</summary>
internal sealed record PluginAnswer(ConnectorPlugin? Plugin, string? Fault);
