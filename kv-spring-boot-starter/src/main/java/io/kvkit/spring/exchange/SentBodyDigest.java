package io.kvkit.spring.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeType;
import tools.jackson.databind.JsonNode;

/** Adds the body of a request to a digest, with a prefix for its kind. */
final class SentBodyDigest {

    private SentBodyDigest() {}

    static void add(CanonicalDigest digest, SentBody body) {
        if (body instanceof SentBody.Fields form) {
            digest.text("fields");
            digest.fields(form.fields());
        } else if (body instanceof SentBody.Parts form) {
            digest.text("parts");
            digest.count(form.parts().size());
            form.parts().forEach(part -> add(digest, part));
        } else if (body instanceof SentBody.Bytes sent) {
            add(digest, sent);
        }
    }

    private static void add(CanonicalDigest digest, SentBody.Part part) {
        digest.textOrNone(part.name());
        digest.textOrNone(part.file());
        digest.text(CanonicalJson.normal(part.contentType()));
        digest.content(part.digest());
    }

    private static void add(CanonicalDigest digest, SentBody.Bytes sent) {
        JsonNode json = CanonicalJson.read(sent.contentType(), sent.bytes());
        String boundary = boundary(sent.contentType());
        if (json != null) {
            digest.text("json");
            digest.node(json);
        } else if (boundary != null) {
            digest.text("multipart");
            List<byte[]> parts = split(sent.bytes(), boundary);
            digest.count(parts.size());
            parts.forEach(digest::content);
        } else {
            digest.text(CanonicalJson.normal(sent.contentType()));
            digest.content(sent.bytes());
        }
    }

    // The boundary differs in each attempt of a client.
    private static @Nullable String boundary(@Nullable String contentType) {
        MimeType type = CanonicalJson.type(contentType);
        String boundary = type == null || !type.getType().equals("multipart") ? null : type.getParameter("boundary");
        return boundary == null || boundary.isBlank() ? null : "--" + unquoted(boundary);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static List<byte[]> split(byte[] bytes, String sign) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, start)) {
            parts.add(text.substring(start, at).getBytes(StandardCharsets.ISO_8859_1));
            start = at + sign.length();
        }
        parts.add(text.substring(start).getBytes(StandardCharsets.ISO_8859_1));
        return parts;
    }
}
