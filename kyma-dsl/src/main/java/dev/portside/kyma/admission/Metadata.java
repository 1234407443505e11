package dev.portside.kyma.admission;

import com.google.re2j.Pattern;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the API server asks of every custom object's metadata. Source: k8s.io/apimachinery
 * pkg/api/validation/objectmeta.go, pkg/util/validation.
 */
final class Metadata {

  private static final Pattern SUBDOMAIN =
      Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
  private static final Pattern NAME = Pattern.compile("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$");
  private static final int MAX_ANNOTATIONS = 256 * 1024;

  private Metadata() {}

  /** Returns why an object cannot be read at all; empty when it can. */
  static String unreadable(Mapping object, Definition definition) {
    String apiVersion = "gateway.kyma-project.io/" + definition.version();
    if (!apiVersion.equals(object.text("apiVersion"))) {
      return "apiVersion %s is not %s".formatted(object.text("apiVersion"), apiVersion);
    }
    Mapping metadata = object.mapping("metadata");
    for (String field : List.of("name", "generateName", "namespace")) {
      if (!isText(metadata.get(field))) {
        return "metadata.%s is no text".formatted(field);
      }
    }
    for (String field : List.of("labels", "annotations")) {
      if (!isTexts(metadata.get(field))) {
        return "metadata.%s holds a value that is no text".formatted(field);
      }
    }
    return "";
  }

  private static boolean isText(@Nullable Tree value) {
    return value == null
        || value instanceof Scalar scalar && (scalar.isString() || scalar.isNull());
  }

  private static boolean isTexts(@Nullable Tree value) {
    if (!(value instanceof Mapping mapping)) {
      return value == null || value instanceof Scalar scalar && scalar.isNull();
    }
    for (int i = 0; i < mapping.size(); i++) {
      if (!isText(mapping.value(i))) {
        return false;
      }
    }
    return true;
  }

  static void validate(Mapping metadata, List<Violation> violations) {
    Pointer at = Pointer.of("metadata");
    String name = metadata.findText("name").orElse("");
    String prefix = metadata.findText("generateName").orElse("");
    if (name.isEmpty() && prefix.isEmpty()) {
      violations.add(
          new Violation(
              at.child("name"), Violation.Type.REQUIRED, "name or generateName must be there"));
    }
    if (!name.isEmpty()) {
      subdomain(name, at.child("name"), violations);
    }
    if (!prefix.isEmpty()) {
      // The random letters that follow may stand after a dash.
      String whole = prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
      subdomain(whole, at.child("generateName"), violations);
    }
    keys(metadata.mapping("labels"), at.child("labels"), violations);
    Mapping labels = metadata.mapping("labels");
    for (int i = 0; i < labels.size(); i++) {
      String value = labels.value(i) instanceof Scalar scalar ? scalar.text() : "";
      if (value.length() > 63 || !value.isEmpty() && !NAME.matcher(value).find()) {
        violations.add(invalid(at.child("labels"), "label value \"%s\"".formatted(value)));
      }
    }
    annotations(metadata.mapping("annotations"), at.child("annotations"), violations);
    Sequence finalizers = metadata.sequence("finalizers");
    for (String finalizer : finalizers.texts()) {
      if (!isQualified(finalizer)) {
        violations.add(invalid(at.child("finalizers"), "finalizer \"%s\"".formatted(finalizer)));
      }
    }
  }

  private static void annotations(Mapping annotations, Pointer at, List<Violation> violations) {
    keys(annotations, at, violations);
    int size = 0;
    for (int i = 0; i < annotations.size(); i++) {
      String value = annotations.value(i) instanceof Scalar scalar ? scalar.text() : "";
      size += annotations.key(i).length() + value.length();
    }
    if (size > MAX_ANNOTATIONS) {
      violations.add(new Violation(at, Violation.Type.TOO_LONG, "it is longer than 256 KiB"));
    }
  }

  private static void keys(Mapping mapping, Pointer at, List<Violation> violations) {
    for (String key : mapping.keys()) {
      String judged = at.last().equals("annotations") ? key.toLowerCase(Locale.ROOT) : key;
      if (!isQualified(judged)) {
        violations.add(invalid(at, "key \"%s\"".formatted(key)));
      }
    }
  }

  private static void subdomain(String name, Pointer at, List<Violation> violations) {
    if (name.length() > 253 || !SUBDOMAIN.matcher(name).find()) {
      violations.add(
          new Violation(
              at,
              Violation.Type.INVALID,
              "it must be lower-case letters, digits, dashes and points, at most 253, beginning and"
                  + " ending with a letter or digit"));
    }
  }

  /** A name of at most 63 characters, after a DNS name and a slash or not. */
  private static boolean isQualified(String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "a" : key.substring(0, slash);
    String name = key.substring(slash + 1);
    return prefix.length() <= 253
        && SUBDOMAIN.matcher(prefix).find()
        && name.length() <= 63
        && NAME.matcher(name).find();
  }

  private static Violation invalid(Pointer at, String what) {
    return new Violation(
        at,
        Violation.Type.INVALID,
        what
            + ": must be at most 63 letters, digits, dashes, underscores and points, beginning and"
            + " ending with a letter or digit");
  }
}
