package dev.portside.it.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A pom of a local repository and those that it inherits from, the nearest first. */
record Poms(List<Element> chain) {

  /** Reads the pom beside a jar, and its parents from the repositories. */
  static Poms of(Path jar, List<Path> repositories) throws IOException {
    String name = jar.getFileName().toString();
    List<Element> chain = new ArrayList<>();
    Optional<Path> pom =
        Optional.of(jar.resolveSibling(name.substring(0, name.length() - 4) + ".pom"));
    while (pom.isPresent()) {
      Element project = parse(pom.get());
      chain.add(project);
      Optional<Element> parent = child(project, "parent");
      pom = parent.isEmpty() ? Optional.empty() : Optional.of(find(parent.get(), repositories));
    }
    return new Poms(chain);
  }

  private static Element parse(Path pom) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document document = factory.newDocumentBuilder().parse(pom.toFile());
      return document.getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(pom + ": " + e.getMessage(), e);
    }
  }

  private static Path find(Element parent, List<Path> repositories) {
    String artifact = text(parent, "artifactId");
    String version = text(parent, "version");
    Path folder =
        Path.of(text(parent, "groupId").replace('.', '/'))
            .resolve(artifact)
            .resolve(version)
            .resolve(artifact + "-" + version + ".pom");
    return repositories.stream()
        .map(repository -> repository.resolve(folder))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(folder + " in none of " + repositories));
  }

  /** Returns the names of the licences of the nearest pom that names any. */
  String licences() {
    for (Element project : chain) {
      List<String> names =
          child(project, "licenses").stream()
              .flatMap(licences -> children(licences, "license").stream())
              .map(licence -> text(licence, "name"))
              .toList();
      if (!names.isEmpty()) {
        return String.join(" or ", names);
      }
    }
    return "no licence";
  }

  /** Returns each version that a dependency or a parent is asked in, "group:artifact version". */
  List<String> askedVersions() {
    List<String> versions = new ArrayList<>();
    for (Element project : chain) {
      for (String tag : List.of("dependency", "parent")) {
        var elements = project.getElementsByTagName(tag);
        IntStream.range(0, elements.getLength())
            .mapToObj(at -> (Element) elements.item(at))
            .filter(element -> child(element, "version").isPresent())
            .map(element -> text(element, "artifactId") + " " + value(text(element, "version")))
            .forEach(versions::add);
      }
    }
    return versions;
  }

  /** A property of a nearer pom wins. */
  private String value(String text) {
    Map<String, String> properties = new HashMap<>();
    for (Element project : chain) {
      child(project, "properties").stream()
          .flatMap(all -> children(all, "*").stream())
          .forEach(one -> properties.putIfAbsent(one.getTagName(), one.getTextContent().strip()));
    }
    String value = text;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      value = value.replace("${" + property.getKey() + "}", property.getValue());
    }
    return value;
  }

  private static String text(Element element, String tag) {
    return child(element, tag).map(found -> found.getTextContent().strip()).orElse("");
  }

  private static Optional<Element> child(Element element, String tag) {
    return children(element, tag).stream().findFirst();
  }

  private static List<Element> children(Element element, String tag) {
    List<Element> children = new ArrayList<>();
    for (Node at = element.getFirstChild(); at != null; at = at.getNextSibling()) {
      if (at instanceof Element child && (tag.equals("*") || child.getTagName().equals(tag))) {
        children.add(child);
      }
    }
    return children;
  }
}
