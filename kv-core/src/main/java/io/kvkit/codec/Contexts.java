package io.kvkit.codec;

import io.kvkit.codec.Codec.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * Gives access to Jackson's readers and writers of types. Jackson shows them to readers and writers only, so this
 * registers one of each.
 */
final class Contexts {

    private Contexts() {}

    static JacksonModule module() {
        return new SimpleModule("kvkit-contexts")
                .addSerializer(Writers.class, new AskedWriter())
                .addDeserializer(Answer.class, new AskedReader());
    }

    /** Returns the obstacle that a mapper with the module finds in a type; null if there is none. */
    static @Nullable Obstacle obstacle(JsonMapper mapper, JavaType type) {
        Answer answer = mapper.readerFor(Answer.class)
                .withAttribute(Writers.class, new Writers(mapper, type, new ArrayList<>()))
                .readValue("0");
        return answer.obstacle();
    }

    /** Looks up writers. */
    record Writers(JsonMapper mapper, JavaType type, List<ValueSerializer<?>> found) {

        ValueSerializer<?> of(JavaType other) {
            Writers question = new Writers(mapper, other, new ArrayList<>());
            mapper.writeValueAsBytes(question);
            return question.found.get(0);
        }
    }

    private record Answer(@Nullable Obstacle obstacle) {}

    private static final class AskedWriter extends StdScalarSerializer<Writers> {

        AskedWriter() {
            super(Writers.class);
        }

        @Override
        public void serialize(Writers question, JsonGenerator json, SerializationContext context) {
            question.found.add(context.findValueSerializer(question.type));
            json.writeNull();
        }
    }

    private static final class AskedReader extends StdScalarDeserializer<Answer> {

        AskedReader() {
            super(Answer.class);
        }

        @Override
        public Answer deserialize(JsonParser json, DeserializationContext context) {
            Writers question = (Writers) Objects.requireNonNull(context.getAttribute(Writers.class));
            return new Answer(new Obstacles(context, question).of(question.type));
        }
    }
}
