package dev.portside.manifest;

import dev.portside.Internal;
import dev.portside.manifest.ManifestReader.Origin;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads files and directories as {@code kubectl -f} does. */
@Internal
public final class ManifestFiles {

  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  /** From this many files on a directory is read on all cores. */
  private static final int LARGE = 16;

  private ManifestFiles() {}

  /**
   * Reads a file, or the files of a directory that end in {@code .yaml}, {@code .yml} or {@code
   * .json}, in the order of their names. What cannot be opened is a problem of the set.
   *
   * @param recursive whether a directory's own directories are read too
   */
  public static void read(ManifestReader reader, Path path, boolean recursive) {
    if (!Files.isDirectory(path)) {
      file(reader, path, path, Origin.NAMED);
      return;
    }
    int depth = recursive ? Integer.MAX_VALUE : 1;
    List<Path> manifests = new ArrayList<>();
    try {
      Set<FileVisitOption> links = Set.of(FileVisitOption.FOLLOW_LINKS);
      Files.walkFileTree(path, links, depth, new Walk(reader, manifests));
    } catch (IOException e) {
      reader.unreadable(path.toString(), "the directory cannot be read: " + reason(e));
    }
    manifests.sort(null);
    Stream<Path> order =
        manifests.size() >= LARGE ? manifests.parallelStream() : manifests.stream();
    order.map(file -> walked(reader, path, file)).toList().forEach(reader::add);
  }

  /** Collects manifests, and goes on beside what cannot be read. */
  private static final class Walk extends SimpleFileVisitor<Path> {

    private final ManifestReader reader;
    private final List<Path> manifests;

    Walk(ManifestReader reader, List<Path> manifests) {
      this.reader = reader;
      this.manifests = manifests;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && isManifest(file)) {
        manifests.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      // A link to a directory above it leads to nothing that the walk does not meet anyway.
      if (!(e instanceof FileSystemLoopException)) {
        reader.unreadable(file.toString(), "it cannot be read: " + reason(e));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static ManifestReader walked(ManifestReader whole, Path directory, Path file) {
    ManifestReader part = whole.part();
    file(part, directory, file, Origin.WALKED);
    return part;
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static void file(ManifestReader reader, Path argument, Path file, Origin origin) {
    try {
      reader.read(argument.toString(), file.toString(), Files.readAllBytes(file), origin);
    } catch (IOException e) {
      reader.unreadable(file.toString(), "it cannot be read: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException
        ? "there is no such file"
        : String.valueOf(e.getMessage());
  }
}
