package io.kvkit.codec;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** Writes the time types of JDBC as instants. This is a separate class because a runtime may lack {@code java.sql}. */
final class SqlTimes {

    private SqlTimes() {}

    // Dates and times of day are written like any java.util.Date.
    static SimpleModule addTo(SimpleModule module) {
        return module.addSerializer(Timestamp.class, new TimestampWriter())
                .addDeserializer(Timestamp.class, new Reader<>(Timestamp.class, Timestamp::from))
                .addDeserializer(Date.class, new Reader<>(Date.class, instant -> new Date(instant.toEpochMilli())))
                .addDeserializer(Time.class, new Reader<>(Time.class, instant -> new Time(instant.toEpochMilli())));
    }

    static boolean isWholeMillis(java.util.Date date) {
        return !(date instanceof Timestamp time) || time.getNanos() % 1_000_000 == 0;
    }

    private static final class TimestampWriter extends StdScalarSerializer<Timestamp> {

        TimestampWriter() {
            super(Timestamp.class);
        }

        @Override
        public void serialize(Timestamp time, JsonGenerator json, SerializationContext context) {
            json.writeString(time.toInstant().toString());
        }
    }

    private static final class Reader<T> extends StdScalarDeserializer<T> {

        private final Function<Instant, T> made;

        Reader(Class<T> type, Function<Instant, T> made) {
            super(type);
            this.made = made;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) {
            return made.apply(context.readValue(json, Instant.class));
        }
    }
}
