package io.kvkit.recipe.once;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of steps as noted in the record of a call: for each step the length of its name, its name, the length of its
 * result, its result. Lengths have four bytes. Instances are safe for use by several threads.
 */
final class StepNotes {

    private final Map<String, byte[]> results = new LinkedHashMap<>();

    private StepNotes() {}

    /** Reads notes. Bytes that are cut off are the end: what they would say is not known to be done. */
    static StepNotes read(byte[] bytes) {
        StepNotes notes = new StepNotes();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            while (in.hasRemaining()) {
                String name = new String(part(in), StandardCharsets.UTF_8);
                notes.results.put(name, part(in));
            }
        } catch (BufferUnderflowException e) {
            return notes;
        }
        return notes;
    }

    private static byte[] part(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    /** Returns the encoded result of a step; null if the step is not known to be done. */
    synchronized byte @Nullable [] result(String step) {
        return results.get(step);
    }

    /** Adds a result, and returns all notes. */
    synchronized byte[] with(String step, byte[] result) {
        results.put(step, result);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        results.forEach((name, bytes) -> {
            write(out, name.getBytes(StandardCharsets.UTF_8));
            write(out, bytes);
        });
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, byte[] part) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        out.writeBytes(part);
    }
}
