package io.kvkit.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script and its digest, by which a server identifies it.
 *
 * @param name the name of the step, for error messages
 * @param source the text of the script
 * @param sha1 the SHA-1 of the text in lower-case hexadecimal, the form that EVALSHA expects
 * @since 0.1
 */
public record Script(String name, String source, String sha1) {

    /** The line of a script where {@link #around} puts another one. */
    public static final String WITHIN = "-- script";

    /**
     * Loads a script from files next to a class and joins them in the given order. Constants, which are names in capital
     * letters that a line binds to numbers or texts, take the place of their names.
     *
     * @param anchor the class in whose package the files are
     * @param files the file names; the last one gives the script its name
     */
    public static Script load(Class<?> anchor, String... files) {
        StringBuilder source = new StringBuilder();
        for (String file : files) {
            source.append(read(anchor, file)).append('\n');
        }
        String last = files[files.length - 1];
        String text = LuaConstants.inline(source.toString());
        return new Script(last.substring(0, last.lastIndexOf('.')), text, sha1(text));
    }

    /**
     * Returns another script within this one, in place of the line {@value #WITHIN}: this one runs around it and can stand
     * between it and the server. It keeps the name of the other.
     */
    public Script around(Script other) {
        String text = source.replace(WITHIN, other.source);
        return new Script(other.name, text, sha1(text));
    }

    private static String read(Class<?> anchor, String file) {
        try (InputStream in = anchor.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("No " + file + " beside " + anchor.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
