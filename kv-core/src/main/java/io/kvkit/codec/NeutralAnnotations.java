package io.kvkit.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import com.fasterxml.jackson.annotation.JsonSetter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * The annotations of an application without those for presentation: formats, filters, and the omission of empty values.
 * Properties that occur in responses only, such as an id, are read; properties that do not occur in responses are not
 * written.
 */
final class NeutralAnnotations extends AnnotationIntrospectorPair {

    private static final long serialVersionUID = 1L;

    NeutralAnnotations(AnnotationIntrospector application) {
        super(new AnswersOnly(), application);
    }

    // The shape (object or array) determines what can be read. A pattern, a zone or a number shape only loses data.
    @Override
    public JsonFormat.@Nullable Value findFormat(MapperConfig<?> config, Annotated annotated) {
        JsonFormat.Value format = super.findFormat(config, annotated);
        return format == null || annotated.getRawType().isEnum() || !JsonFormat.Shape.isStructured(format.getShape())
                ? null
                : JsonFormat.Value.forShape(format.getShape());
    }

    @Override
    public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
        return JsonInclude.Value.construct(Include.ALWAYS, Include.ALWAYS);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        return JsonSetter.Value.empty();
    }

    @Override
    public @Nullable Object findFilterId(MapperConfig<?> config, Annotated annotated) {
        return null;
    }

    private static final class AnswersOnly extends NopAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated property) {
            JsonProperty annotation = property.getAnnotation(JsonProperty.class);
            return annotation != null && annotation.access() == Access.READ_ONLY ? Access.READ_WRITE : null;
        }
    }
}
