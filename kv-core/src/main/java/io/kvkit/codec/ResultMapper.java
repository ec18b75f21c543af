package io.kvkit.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import java.util.AbstractSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Makes of an application's mapper, whose rules are about requests and answers, one that reads what it wrote: with the
 * zones of times, with empty values, in their order, with what only answers hold, and whatever is computed from the rest. Class names are
 * neither written nor read.
 */
final class ResultMapper {

    // Jackson reads sets into HashSet, whose order is nobody's.
    private static final JacksonModule IN_ORDER = new SimpleModule("kvkit-in-order")
            .addAbstractTypeMapping(Set.class, LinkedHashSet.class)
            .addAbstractTypeMapping(AbstractSet.class, LinkedHashSet.class);

    private ResultMapper() {}

    static JsonMapper of(JsonMapper application) {
        return application
                .rebuild()
                .deactivateDefaultTyping()
                .addModule(IN_ORDER)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE,
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .changeDefaultPropertyInclusion(any -> JsonInclude.Value.construct(Include.ALWAYS, Include.ALWAYS))
                .annotationIntrospector(AnnotationIntrospector.pair(
                        new AnswersOnly(), application.serializationConfig().getAnnotationIntrospector()))
                .build();
    }

    /** Reads what answers hold and requests do not, as an id. What answers do not hold is not written. */
    private static final class AnswersOnly extends NopAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated property) {
            JsonProperty annotation = property.getAnnotation(JsonProperty.class);
            return annotation != null && annotation.access() == Access.READ_ONLY ? Access.READ_WRITE : null;
        }
    }
}
