package dev.portside.kyma.admission;

import com.google.re2j.Pattern;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the API server asks of every custom object's metadata. Source: k8s.io/apimachinery
 * pkg/api/validation/objectmeta.go, pkg/util/validation.
 */
final class Metadata {

  private static final Pattern SUBDOMAIN =
      Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
  private static final Pattern NAME = Pattern.compile("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$");
  private static final int MAX_PREFIX = 58;
  private static final int MAX_ANNOTATIONS = 256 * 1024;

  private Metadata() {}

  static void validate(Mapping metadata, List<AdmissionViolation> violations) {
    Pointer at = Pointer.of("metadata");
    String name = metadata.findText("name").orElse("");
    String prefix = metadata.findText("generateName").orElse("");
    if (name.isEmpty() && prefix.isEmpty()) {
      violations.add(
          new AdmissionViolation(
              at.child("name"),
              AdmissionViolation.Type.REQUIRED,
              "name or generateName is required"));
    }
    if (!name.isEmpty()) {
      subdomain(name, at.child("name"), violations);
    }
    if (!prefix.isEmpty()) {
      // The random letters that follow may stand after a dash.
      String whole = prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
      subdomain(whole, at.child("generateName"), violations);
      if (name.isEmpty()) {
        subdomain(generated(prefix), at.child("name"), violations);
      }
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
    finalizers(metadata.sequence("finalizers"), at.child("finalizers"), violations);
    owners(metadata.sequence("ownerReferences"), at.child("ownerReferences"), violations);
  }

  /** A name as the API server makes one of a prefix, whose end it cuts off. */
  private static String generated(String prefix) {
    return prefix.substring(0, Math.min(prefix.length(), MAX_PREFIX)) + "x".repeat(5);
  }

  /** One that is null is read as an empty text. */
  private static void finalizers(
      Sequence finalizers, Pointer at, List<AdmissionViolation> violations) {
    List<String> names = new ArrayList<>();
    for (Tree item : finalizers) {
      names.add(item instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : "");
    }
    for (String name : names) {
      if (!isQualified(name)) {
        violations.add(invalid(at, "finalizer \"%s\"".formatted(name)));
      }
    }
    if (names.containsAll(List.of("orphan", "foregroundDeletion"))) {
      violations.add(
          new AdmissionViolation(
              at,
              AdmissionViolation.Type.INVALID,
              "orphan and foregroundDeletion cannot stand together"));
    }
  }

  private static void owners(Sequence owners, Pointer at, List<AdmissionViolation> violations) {
    int controllers = 0;
    for (int i = 0; i < owners.size(); i++) {
      Mapping owner = owners.mapping(i);
      for (String field : List.of("apiVersion", "kind", "name", "uid")) {
        if (owner.findText(field).orElse("").isEmpty()) {
          violations.add(
              new AdmissionViolation(
                  at.child(field), AdmissionViolation.Type.INVALID, "it must not be empty"));
        }
      }
      if ("v1".equals(owner.text("apiVersion")) && "Event".equals(owner.text("kind"))) {
        violations.add(
            new AdmissionViolation(
                at, AdmissionViolation.Type.INVALID, "an Event cannot own anything"));
      }
      controllers += owner.get("controller") instanceof Scalar scalar && scalar.isTrue() ? 1 : 0;
    }
    if (controllers > 1) {
      violations.add(
          new AdmissionViolation(
              at, AdmissionViolation.Type.INVALID, "only one owner may be the controller"));
    }
  }

  private static void annotations(
      Mapping annotations, Pointer at, List<AdmissionViolation> violations) {
    keys(annotations, at, violations);
    int size = 0;
    for (int i = 0; i < annotations.size(); i++) {
      String value = annotations.value(i) instanceof Scalar scalar ? scalar.text() : "";
      size += annotations.key(i).length() + value.length();
    }
    if (size > MAX_ANNOTATIONS) {
      violations.add(
          new AdmissionViolation(
              at, AdmissionViolation.Type.TOO_LONG, "it is longer than 256 KiB"));
    }
  }

  private static void keys(Mapping mapping, Pointer at, List<AdmissionViolation> violations) {
    for (String key : mapping.keys()) {
      String judged = at.last().equals("annotations") ? key.toLowerCase(Locale.ROOT) : key;
      if (!isQualified(judged)) {
        violations.add(invalid(at, "key \"%s\"".formatted(key)));
      }
    }
  }

  private static void subdomain(String name, Pointer at, List<AdmissionViolation> violations) {
    if (name.length() > 253 || !SUBDOMAIN.matcher(name).find()) {
      violations.add(
          new AdmissionViolation(
              at,
              AdmissionViolation.Type.INVALID,
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

  private static AdmissionViolation invalid(Pointer at, String what) {
    return new AdmissionViolation(
        at,
        AdmissionViolation.Type.INVALID,
        what
            + ": must be at most 63 letters, digits, dashes, underscores and points, beginning and"
            + " ending with a letter or digit");
  }
}
