package dev.portside.report;

import dev.portside.check.Finding;
import dev.portside.check.Severity;
import dev.portside.yaml.Plain;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Findings as JUnit XML: a test case each, failed for errors and warnings, passed for the rest. */
public final class JunitReport {

  private JunitReport() {}

  /** Returns the report. */
  public static String of(Report report) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      write(xml, report);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return out.append("\n").toString();
  }

  private static void write(XMLStreamWriter xml, Report report) throws XMLStreamException {
    List<Finding> findings = report.findings().all();
    long failures = findings.stream().filter(JunitReport::fails).count();
    int tests = Math.max(1, findings.size());
    for (String element : List.of("testsuites", "testsuite")) {
      xml.writeStartElement(element);
      xml.writeAttribute("name", "portside");
      xml.writeAttribute("tests", Integer.toString(tests));
      xml.writeAttribute("failures", Long.toString(failures));
      xml.writeAttribute("errors", "0");
      if (element.equals("testsuite")) {
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", "0");
      }
      xml.writeCharacters("\n");
    }
    if (findings.isEmpty()) {
      xml.writeEmptyElement("testcase");
      xml.writeAttribute("classname", "portside");
      int resources = report.traffic().manifests().resources().size();
      xml.writeAttribute(
          "name", resources == 1 ? "1 resource is clean" : resources + " resources are clean");
      xml.writeAttribute("time", "0");
      xml.writeCharacters("\n");
    }
    Written written = new Written(report);
    for (Finding finding : findings) {
      testCase(xml, finding, Plain.of(written.message(finding)));
    }
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static boolean fails(Finding finding) {
    return finding.severity() != Severity.INFO;
  }

  private static void testCase(XMLStreamWriter xml, Finding finding, String message)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", finding.rule().id());
    xml.writeAttribute("name", Plain.of((finding.subject() + " " + finding.field()).strip()));
    xml.writeAttribute("time", "0");
    StringBuilder text = new StringBuilder();
    text.append(Plain.of(finding.source().toString())).append(": ").append(message);
    text.append("\nwhy: ").append(Plain.of(finding.why()));
    text.append("\nhelp: ").append(Plain.of(finding.help()));
    for (String assumed : finding.assumed()) {
      text.append("\nassumed: ").append(Plain.of(assumed));
    }
    if (fails(finding)) {
      xml.writeStartElement("failure");
      xml.writeAttribute("type", finding.severity().word());
      xml.writeAttribute("message", message);
    } else {
      xml.writeStartElement("system-out");
    }
    xml.writeCharacters(text.toString());
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }
}
