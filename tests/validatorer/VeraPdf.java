// Judges PDFs by veraPDF's engine: java -cp ENGINE.jar VeraPdf.java 2b,ua1 FILE…
// One line a fault: file, clause and message with tabs between. The last line is the number of
// times that a file was judged, and of checks made, so that a run that looked at nothing is told from a good one.
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class VeraPdf {
  private static final String NS = "http://www.verapdf.org/ValidationProfile";

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    String[] ids = args[0].split(",");
    long checks = 0;
    for (String id : ids) {
      PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
      String name = id.startsWith("ua")
          ? "PDFUA-" + id.substring(2) + ".xml"
          : "PDFA-" + id.toUpperCase() + ".xml";
      ValidationProfile profile = profile(flavour, name);
      for (int i = 1; i < args.length; i++) {
        checks += judge(new File(args[i]), flavour, profile);
      }
    }
    System.out.println((args.length - 1) * ids.length + "\t" + checks);
  }

  private static long judge(File file, PDFAFlavour flavour, ValidationProfile profile)
      throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(profile, 100, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      for (TestAssertion test : result.getTestAssertions()) {
        if (test.getStatus() == TestAssertion.Status.FAILED) {
          RuleId rule = test.getRuleId();
          String clause = rule.getClause() + "-" + rule.getTestNumber();
          System.out.println(file.getName() + "\t" + clause + "\t" + test.getErrorMessage());
        }
      }
      return result.getTotalAssertions();
    }
  }

  // The engine reads its profiles with JAXB, which the jar hasn't got: so here with plain DOM.
  private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document xml;
    try (InputStream in =
        VeraPdf.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name)) {
      if (in == null) {
        throw new IOException("the jar has no profile " + name);
      }
      xml = factory.newDocumentBuilder().parse(in);
    }
    SortedSet<Rule> rules = new TreeSet<>(
        Comparator.comparing((Rule rule) -> rule.getRuleId().getClause())
            .thenComparing(rule -> rule.getRuleId().getTestNumber()));
    List<Element> described = elements(xml.getDocumentElement(), "rule");
    for (Element rule : described) {
      rules.add(rule(rule));
    }
    if (rules.size() != described.size()) {
      throw new IOException("of " + described.size() + " rules only " + rules.size() + " are told apart");
    }
    SortedSet<Variable> variables = new TreeSet<>(Comparator.comparing(Variable::getName));
    for (Element v : elements(xml.getDocumentElement(), "variable")) {
      variables.add(Profiles.variableFromValues(
          v.getAttribute("name"), v.getAttribute("object"), text(v, "defaultValue"), text(v, "value")));
    }
    return Profiles.profileFromSortedValues(flavour,
        Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date()), "", rules, variables);
  }

  private static Rule rule(Element rule) {
    Element id = elements(rule, "id").get(0);
    Element error = elements(rule, "error").get(0);
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : elements(error, "argument")) {
      arguments.add(ErrorArgumentImpl.fromValues(
          argument.getTextContent(), attribute(argument, "name"), null));
    }
    ErrorDetails details = Profiles.errorFromValues(text(error, "message"), arguments);
    String deferred = attribute(rule, "deferred");
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
        rule.getAttribute("object"), deferred == null ? null : Boolean.valueOf(deferred),
        attribute(rule, "tags"), text(rule, "description"), text(rule, "test"),
        details, new ArrayList<>());
  }

  private static List<Element> elements(Element parent, String tag) {
    NodeList nodes = parent.getElementsByTagNameNS(NS, tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String text(Element parent, String tag) {
    List<Element> elements = elements(parent, tag);
    return elements.isEmpty() ? "" : elements.get(0).getTextContent();
  }

  private static String attribute(Element element, String name) {
    return element.getAttribute(name).isEmpty() ? null : element.getAttribute(name);
  }
}
