package io.kvkit.spring.exchange;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Digests of what is in the parts of a form, which may be large files. */
public final class ContentDigest {

    private ContentDigest() {}

    /**
     * The digest of a content: of its value if it is JSON, else of its bytes.
     *
     * @param contentType the type that the client names; null if it names none
     */
    public static byte[] of(@Nullable String contentType, InputStream content) throws IOException {
        CanonicalDigest digest = new CanonicalDigest();
        if (!CanonicalJson.isJson(contentType)) {
            digest.stream(content);
            return digest.bytes();
        }
        byte[] bytes = content.readAllBytes();
        JsonNode json = CanonicalJson.read(contentType, bytes);
        if (json == null) {
            digest.content(bytes);
        } else {
            digest.node(json);
        }
        return digest.bytes();
    }
}
