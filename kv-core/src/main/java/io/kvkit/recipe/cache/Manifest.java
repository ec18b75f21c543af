package io.kvkit.recipe.cache;

import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a record has in place of a payload that is kept in parts: a kind of payload of its own 1, the token of the parts 16,
 * the length of the payload 4, and the CRC-32C of these fields and the key 4.
 *
 * @param token the token of the parts
 * @param length the length of the payload in bytes
 */
record Manifest(Token token, int length) {

    static final int SIZE = 25;

    private static final byte KIND = 8;
    private static final int CHECKED = SIZE - Integer.BYTES;

    /** Returns the bytes in place of the payload. */
    byte[] bytes(Key key) {
        ByteBuffer bytes =
                ByteBuffer.allocate(SIZE).put(KIND).put(token.bytes()).putInt(length);
        return bytes.putInt(checksum(bytes.array(), 0, key)).array();
    }

    /** Returns the manifest that some bytes end with; null if they end with none. */
    static @Nullable Manifest read(byte[] bytes, Key key) {
        int at = bytes.length - SIZE;
        if (at < 0 || bytes[at] != KIND) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes, at + 1, SIZE - 1);
        Token token = new Token(fields.getLong(), fields.getLong());
        int length = fields.getInt();
        return length > 0 && fields.getInt() == checksum(bytes, at, key) ? new Manifest(token, length) : null;
    }

    private static int checksum(byte[] bytes, int at, Key key) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, CHECKED);
        crc.update(key.text().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
