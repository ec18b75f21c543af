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
 * Makes of an application's mapper, whose rules are about requests and answers, one that reads what it wrote: with the
 * zones of times, with empty values, in their order, with what only answers hold, and whatever is computed from the
 * rest. Modules, names and visibility stay; formats, zone, locale, views and filters do not. Class names are neither
 * written nor read.
 */
final class ResultMapper {

    // Jackson reads sets into HashSet, whose order is nobody's.
    private static final JacksonModule IN_ORDER = new SimpleModule("kvkit-in-order")
            .addAbstractTypeMapping(Set.class, LinkedHashSet.class)
            .addAbstractTypeMapping(AbstractSet.class, LinkedHashSet.class);

    // What numbers, arrays and trees become whose type nobody declared: values and no rules.
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

    // A decimal as a plain number loses its scale, and a number as text its type.
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
