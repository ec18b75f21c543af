package io.kvkit.codec;

import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * Reads and writes the time types before {@code java.time} without loss. Jackson's own format lacks nanoseconds, time
 * of day or zone.
 */
final class OldTimes {

    private OldTimes() {}

    static JacksonModule module() {
        SimpleModule module = new SimpleModule("kvkit-old-times")
                .addSerializer(Date.class, new DateWriter())
                .addSerializer(Calendar.class, new CalendarWriter())
                .addDeserializer(Calendar.class, new CalendarReader<>(Calendar.class))
                .addDeserializer(GregorianCalendar.class, new CalendarReader<>(GregorianCalendar.class));
        return hasSql() ? SqlTimes.addTo(module) : module;
    }

    /** Returns whether a date has no more precision than a {@link Date}. */
    static boolean isWholeMillis(Date date) {
        return !hasSql() || SqlTimes.isWholeMillis(date);
    }

    private static boolean hasSql() {
        return ModuleLayer.boot().findModule("java.sql").isPresent();
    }

    private static final class DateWriter extends StdScalarSerializer<Date> {

        DateWriter() {
            super(Date.class);
        }

        // JDBC subclasses of Date cannot be converted to an Instant.
        @SuppressWarnings("JavaUtilDate")
        @Override
        public void serialize(Date date, JsonGenerator json, SerializationContext context) {
            json.writeString(Instant.ofEpochMilli(date.getTime()).toString());
        }
    }

    private static final class CalendarWriter extends StdScalarSerializer<Calendar> {

        CalendarWriter() {
            super(Calendar.class);
        }

        @Override
        public void serialize(Calendar calendar, JsonGenerator json, SerializationContext context) {
            json.writeStartArray()
                    .writeString(calendar.getCalendarType())
                    .writeNumber(calendar.getTimeInMillis())
                    .writeString(calendar.getTimeZone().getID())
                    .writeBoolean(calendar.isLenient())
                    .writeNumber(calendar.getFirstDayOfWeek())
                    .writeNumber(calendar.getMinimalDaysInFirstWeek())
                    .writeEndArray();
        }
    }

    private static final class CalendarReader<T extends Calendar> extends StdScalarDeserializer<T> {

        private final Class<T> type;

        CalendarReader(Class<T> type) {
            super(type);
            this.type = type;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) {
            Object[] parts = context.readValue(json, Object[].class);
            return type.cast(new Calendar.Builder()
                    .setCalendarType((String) parts[0])
                    .setInstant(((Number) parts[1]).longValue())
                    .setTimeZone(TimeZone.getTimeZone((String) parts[2]))
                    .setLenient((Boolean) parts[3])
                    .setWeekDefinition(((Number) parts[4]).intValue(), ((Number) parts[5]).intValue())
                    .build());
        }
    }
}
