import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads paths of XML files, one a line, and answers each with what javax.xml.crypto.dsig says of all its signatures. */
public final class Verify {
  private static final XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");

  public static void main(String[] args) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = lines.readLine(); path != null; path = lines.readLine()) System.out.println(answer(builder, new File(path)));
  }

  private static String answer(DocumentBuilder builder, File file) {
    try {
      Document document = builder.parse(file);
      if (!markIds(document)) return "BAD an Id twice";
      NodeList all = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
      if (all.getLength() == 0) return "BAD no signature";
      for (int n = 0; n < all.getLength(); n++) if (!holds((Element) all.item(n))) return "BAD signature " + (n + 1);
      return "OK " + all.getLength();
    } catch (Exception cause) {
      return "BAD " + String.valueOf(cause.getMessage()).replace('\n', ' ');
    }
  }

  /** The JDK does not know which attributes are Ids, and looks no further than the first of two equal ones. */
  private static boolean markIds(Document document) {
    Set<String> known = new HashSet<>();
    NodeList all = document.getElementsByTagName("*");
    for (int n = 0; n < all.getLength(); n++) {
      Element element = (Element) all.item(n);
      if (!element.hasAttribute("Id")) continue;
      if (!known.add(element.getAttribute("Id"))) return false;
      element.setIdAttribute("Id", true);
    }
    return true;
  }

  private static boolean holds(Element element) throws Exception {
    String text = element.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate").item(0).getTextContent();
    byte[] der = Base64.getMimeDecoder().decode(text);
    X509Certificate certificate =
        (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(certificate.getPublicKey()), element);
    context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
    return signatures.unmarshalXMLSignature(context).validate(context);
  }
}
