package dev.portside.buildtools;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Gives the classes of the command's jar in plain instructions what the compiler leaves to the Java
 * runtime: each start would make or link it anew, and take a third longer.
 */
final class PlainClasses {

  private static final String SUFFIX = ".class";

  private PlainClasses() {}

  /** Rewrites the classes below a folder of a jar: the file of the jar, the folder in it. */
  public static void main(String[] args) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[0]))) {
      Path folder = jar.getPath(args[1]);
      FileTime time = Files.getLastModifiedTime(folder);
      for (Map.Entry<String, byte[]> plain : plain(classes(folder)).entrySet()) {
        Path file = jar.getPath(plain.getKey() + SUFFIX);
        Files.write(file, plain.getValue());
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private static Map<String, byte[]> classes(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    Map<String, byte[]> classes = new TreeMap<>();
    for (Path file : files) {
      String name = file.toString();
      classes.put(name.substring(0, name.length() - SUFFIX.length()), Files.readAllBytes(file));
    }
    return classes;
  }

  /** Returns the classes that change and those that come to them, by internal name. */
  static Map<String, byte[]> plain(Map<String, byte[]> classes) {
    Map<String, byte[]> plain = new TreeMap<>();
    classes.forEach(
        (name, code) -> {
          if (PlainRecords.isRecord(code)) {
            plain.put(name, PlainRecords.plain(code));
          }
        });
    Map<String, byte[]> all = new TreeMap<>(classes);
    all.putAll(plain);
    plain.putAll(PlainLambdas.plain(all));
    return plain;
  }
}
