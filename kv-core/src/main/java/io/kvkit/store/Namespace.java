package io.kvkit.store;

import io.kvkit.store.Key.Retention;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The part of the key space that belongs to one name of one recipe: {@code prefix:recipe:name:}.
 *
 * <p>No part contains a colon, so two namespaces never share a key. Ids are hashed (SHA-256) if they are longer than
 * {@value #MAX_ID_BYTES} bytes, contain a brace (which would choose the cluster slot) or look like a hash or a shard. So two ids
 * never share a key either. Instances are immutable and safe for use by several threads.
 *
 * @since 0.1
 */
public final class Namespace {

    /** The longest id, in UTF-8 bytes, that is stored as it is. */
    public static final int MAX_ID_BYTES = 200;

    private static final String HASH_MARK = "sha256~";
    private static final String SHARD_MARK = "shard~";
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._%-]{1,128}");

    private final String recipe;
    private final String name;
    private final String start;
    private final Retention retention;
    private final boolean hidden;
    private final int shards;

    private Namespace(String recipe, String name, String start, Retention retention, boolean hidden, int shards) {
        this.recipe = recipe;
        this.name = name;
        this.start = start;
        this.retention = retention;
        this.hidden = hidden;
        this.shards = shards;
    }

    /**
     * Returns the namespace of one recipe and name.
     *
     * @throws IllegalArgumentException if a part is empty, longer than 128 characters, or contains anything other than
     *     letters, digits, dot, underscore, percent and hyphen
     */
    public static Namespace of(String prefix, String recipe, String name, Retention retention) {
        String start = part(prefix) + ":" + part(recipe) + ":" + part(name) + ":";
        return new Namespace(recipe, name, start, retention, false, 0);
    }

    /**
     * Returns the same namespace with hashed ids, whatever their length. The hash of an id also depends on the
     * namespace, so the keys of two namespaces do not show that they have the same id.
     */
    public Namespace hidden() {
        return new Namespace(recipe, name, start, retention, true, shards);
    }

    /**
     * Returns the same namespace whose records are stored together in a number of values.
     *
     * @param count the number of values; 0 to store each record as a value of its own
     * @throws IllegalArgumentException if the count is negative
     */
    public Namespace sharded(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("The number of shards must not be negative, but is " + count);
        }
        return new Namespace(recipe, name, start, retention, hidden, count);
    }

    /** Returns the number of values that the records are stored in; 0 if each record is a value of its own. */
    public int shards() {
        return shards;
    }

    /** Returns the key of one of these values. It is never that of an id. */
    public Key shard(int index) {
        return new Key(this, start + SHARD_MARK + shards + "~" + index);
    }

    /** Returns the key of an id. Long ids are hashed. */
    public Key key(String id) {
        if (hidden) {
            return new Key(this, start + hashed(start + id));
        }
        return new Key(this, start + (isPlain(id) ? id : hashed(id)));
    }

    /** Returns the key of an id without hashing it, whatever its length, so that a scan returns the id. */
    public Key literalKey(String id) {
        requireText(id);
        return new Key(this, start + id);
    }

    /** Returns the recipe of the keys, such as {@code cache}. */
    public String recipe() {
        return recipe;
    }

    /** Returns the name that the keys belong to, such as that of a cache or an operation. */
    public String name() {
        return name;
    }

    /** Returns what a bounded store may do with the records. */
    public Retention retention() {
        return retention;
    }

    /** Returns the start of every key of this namespace. */
    public String start() {
        return start;
    }

    private static boolean isPlain(String id) {
        int length = id.length();
        if (length > MAX_ID_BYTES || id.startsWith(HASH_MARK) || id.startsWith(SHARD_MARK)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            if (c >= 0x80 || c == '{' || c == '}') {
                return c >= 0x80 && isPlainUnicode(id);
            }
        }
        return true;
    }

    private static boolean isPlainUnicode(String id) {
        requireText(id);
        return id.indexOf('{') < 0 && id.indexOf('}') < 0 && id.getBytes(StandardCharsets.UTF_8).length <= MAX_ID_BYTES;
    }

    private static String hashed(String id) {
        requireText(id);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HASH_MARK + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    // Half a surrogate pair becomes '?' in UTF-8, so two different ids would share one key.
    private static void requireText(String id) {
        boolean plain = id.chars().noneMatch(c -> Character.isSurrogate((char) c));
        if (!plain && !StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
            throw new IllegalArgumentException("The key is not valid text: it holds half a surrogate pair");
        }
    }

    private static String part(String part) {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException("\"" + part + "\" cannot be part of a key: use 1 to 128 letters, digits,"
                    + " dots, underscores, percent signs or hyphens");
        }
        return part;
    }
}
