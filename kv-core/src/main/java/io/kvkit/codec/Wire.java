package io.kvkit.codec;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** Writes and reads the tokens of a mapper in a binary format. */
record Wire(TokenStreamFactory format) {

    private static final int FIRST_SIZE = 512;

    byte[] write(ObjectWriter writer, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_SIZE);
        try (JsonGenerator generator = format.createGenerator(ObjectWriteContext.empty(), bytes)) {
            writer.writeValue(generator, value);
        }
        return bytes.toByteArray();
    }

    @Nullable
    Object read(ObjectReader reader, byte[] bytes, int offset, int length) {
        try (JsonParser parser = format.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            return reader.readValue(parser);
        }
    }
}
