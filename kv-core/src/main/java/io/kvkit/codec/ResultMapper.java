package io.kvkit.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSetter;
import java.util.AbstractSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.StdDateFormat;

/**
 * Derives a mapper that reads back what it wrote from the mapper of an application, whose settings are made for
 * requests and responses. The derived mapper keeps time zones, order, empty properties and those of responses only, and
 * ignores computed properties. It keeps modules, names and visibility, but not formats, zone, locale, views and
 * filters. Class names are neither written nor read.
 */
final class ResultMapper {

    // Jackson reads sets into HashSet, which has no defined order.
    private static final JacksonModule IN_ORDER = new SimpleModule("kvkit-in-order")
            .addAbstractTypeMapping(Set.class, LinkedHashSet.class)
            .addAbstractTypeMapping(AbstractSet.class, LinkedHashSet.class);

    // These features choose the types of undeclared numbers, arrays and trees. They are about values, not about
    // presentation.
    private static final String UNTYPED = "USE_";

    private ResultMapper() {}

    static JsonMapper of(JsonMapper application) {
        JsonMapper.Builder mapper = application
                .rebuild()
                .deactivateDefaultTyping()
                .addModule(IN_ORDER)
                .addModules(OldTimes.module(), Contexts.module());
        resetFeatures(mapper);
        resetText(mapper);
        resetDefaults(mapper);
        return mapper.disable(
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE,
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(MapperFeature.DEFAULT_VIEW_INCLUSION)
                .annotationIntrospector(
                        new NeutralAnnotations(application.serializationConfig().getAnnotationIntrospector()))
                .build();
    }

    private static void resetFeatures(JsonMapper.Builder mapper) {
        for (SerializationFeature feature : SerializationFeature.values()) {
            mapper.configure(feature, feature.enabledByDefault());
        }
        for (DeserializationFeature feature : DeserializationFeature.values()) {
            if (!feature.name().startsWith(UNTYPED)) {
                mapper.configure(feature, feature.enabledByDefault());
            }
        }
        for (DateTimeFeature feature : DateTimeFeature.values()) {
            mapper.configure(feature, feature.enabledByDefault());
        }
        for (EnumFeature feature : EnumFeature.values()) {
            mapper.configure(feature, feature.enabledByDefault());
        }
        for (JsonNodeFeature feature : JsonNodeFeature.values()) {
            if (!feature.name().startsWith(UNTYPED)) {
                mapper.configure(feature, feature.enabledByDefault());
            }
        }
    }

    // A decimal that is written as a plain number loses its scale, and a number that is written as text loses its type.
    private static void resetText(JsonMapper.Builder mapper) {
        for (StreamWriteFeature feature : StreamWriteFeature.values()) {
            mapper.configure(feature, feature.enabledByDefault());
        }
        for (JsonWriteFeature feature : JsonWriteFeature.values()) {
            mapper.configure(feature, feature.enabledByDefault());
        }
    }

    private static void resetDefaults(JsonMapper.Builder mapper) {
        mapper.defaultDateFormat(new StdDateFormat())
                .defaultTimeZone(TimeZone.getTimeZone("UTC"))
                .defaultLocale(Locale.ROOT)
                .defaultFormat(JsonFormat.Value.empty())
                .defaultView(null)
                .changeDefaultNullHandling(any -> JsonSetter.Value.empty())
                .changeDefaultPropertyInclusion(any -> JsonInclude.Value.construct(Include.ALWAYS, Include.ALWAYS));
    }
}
