package dev.portside.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portside.manifest.Source;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Traffic;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a report of connections rests on, so that a reader can sign it: the set, the platform it was
 * judged on, what was assumed, and how much came out.
 *
 * @param madeBy who made the report, with its release
 * @param date when, in UTC
 * @param platform the platform, with the releases on it
 * @param closedWorld whether what the set does not hold was taken not to exist
 * @param digest the SHA-256 of the set's resources, the values of Secrets left out
 * @param resources how many resources the set holds
 * @param assumed the defaults that an answer leans on
 * @param counts how many connections end how
 * @param unknown the facts that the set does not hold
 */
public record Statement(
    String madeBy,
    Instant date,
    String platform,
    boolean closedWorld,
    String digest,
    int resources,
    List<String> assumed,
    Map<Outcome.Result, Long> counts,
    List<String> unknown) {

  /** What a reader must not overlook goes first. */
  public static final List<Outcome.Result> ORDER =
      List.of(
          Outcome.Result.BROKEN,
          Outcome.Result.REFUSED,
          Outcome.Result.PLAINTEXT,
          Outcome.Result.UNKNOWN,
          Outcome.Result.PROTECTED,
          Outcome.Result.DOUBLE,
          Outcome.Result.LOOPBACK);

  /** Copies what it is given. */
  public Statement {
    assumed = List.copyOf(assumed);
    counts = Map.copyOf(counts);
    unknown = List.copyOf(unknown);
  }

  /** Returns the statement about some flows of a set. */
  public static Statement of(Traffic traffic, Flows flows, String madeBy, Instant date) {
    Map<Outcome.Result, Long> counts = new EnumMap<>(Outcome.Result.class);
    TreeSet<String> unknown = new TreeSet<>();
    for (Outcome.Result result : Outcome.Result.values()) {
      counts.put(result, 0L);
    }
    for (Flow flow : flows) {
      counts.merge(flow.outcome().result(), flow.count(), Long::sum);
      if (!flow.outcome().missing().isEmpty()) {
        unknown.add(flow.outcome().missing());
      }
    }
    return new Statement(
        madeBy,
        date,
        traffic.manifests().platform().toString(),
        traffic.manifests().platform().isClosedWorld(),
        Digest.of(traffic.manifests()),
        traffic.manifests().resources().size(),
        assumed(traffic),
        counts,
        List.copyOf(unknown));
  }

  /** What no manifest writes was taken from a default. */
  private static List<String> assumed(Traffic traffic) {
    Set<String> inputs = new HashSet<>();
    traffic.manifests().resources().forEach(resource -> inputs.add(resource.source().input()));
    TreeSet<String> assumed = new TreeSet<>();
    for (End end : traffic.ends()) {
      Source source = end.verdict().setting().source();
      if (source.position() == null && !inputs.contains(source.input())) {
        assumed.add(end.verdict().setting().key() + ": " + end.verdict().setting().source());
      }
    }
    return List.copyOf(assumed);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("madeBy", madeBy);
    json.writeStringField("date", date.toString());
    json.writeStringField("platform", platform);
    json.writeBooleanField("closedWorld", closedWorld);
    json.writeStringField("digest", digest);
    json.writeNumberField("resources", resources);
    json.writeObjectFieldStart("counts");
    for (Outcome.Result result : Outcome.Result.values()) {
      json.writeNumberField(result.word(), counts.getOrDefault(result, 0L));
    }
    json.writeEndObject();
    Json.texts(json, "assumed", assumed);
    Json.texts(json, "unknown", unknown);
    json.writeEndObject();
  }
}
