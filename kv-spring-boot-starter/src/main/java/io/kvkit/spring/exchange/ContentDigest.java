package io.kvkit.spring.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Computes digests of the parts of a form, which may be large files. */
public final class ContentDigest {

    private ContentDigest() {}

    /**
     * Returns the digest of a part, which it reads as a stream.
     *
     * @param headers the headers of the part, by name in lower case
     * @throws IOException if the content cannot be read
     */
    public static byte[] of(Map<String, List<String>> headers, InputStream content) throws IOException {
        CanonicalDigest digest = new CanonicalDigest();
        digest.fields(headers);
        digest.stream(content);
        return digest.bytes();
    }
}
