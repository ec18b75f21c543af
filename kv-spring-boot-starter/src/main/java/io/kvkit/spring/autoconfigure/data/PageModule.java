package io.kvkit.spring.autoconfigure.data;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.StdConverter;

/** Lets Jackson write pages, slices and orders of Spring Data so that it can read them again. */
public final class PageModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> READABLE =
            Set.of(Page.class, PageImpl.class, Slice.class, SliceImpl.class, Sort.class);

    /** Creates a module. */
    public PageModule() {
        super("kvkit-pages");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addSerializers(new Writers());
        context.addDeserializers(new Readers());
    }

    private static JavaType stored(JavaType slice, TypeFactory types) {
        JavaType[] parameters = types.findTypeParameters(slice, Slice.class);
        return types.constructParametricType(
                StoredSlice.class, parameters.length == 1 ? parameters[0] : types.constructType(Object.class));
    }

    private static final class Writers extends Serializers.Base {

        @Override
        public @Nullable ValueSerializer<?> findSerializer(
                SerializationConfig config,
                JavaType type,
                BeanDescription.Supplier description,
                JsonFormat.@Nullable Value format) {
            if (type.isTypeOrSubTypeOf(Sort.class)) {
                return new StdConvertingSerializer(new WritingSort());
            }
            return type.isTypeOrSubTypeOf(Slice.class) ? new StdConvertingSerializer(new Writing(type)) : null;
        }
    }

    private static final class Readers extends Deserializers.Base {

        @Override
        public @Nullable ValueDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
            if (type.hasRawClass(Sort.class)) {
                return new StdConvertingDeserializer<>(new ReadingSort());
            }
            return hasDeserializerFor(config, type.getRawClass())
                    ? new StdConvertingDeserializer<>(new Reading(type))
                    : null;
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return READABLE.contains(type);
        }
    }

    private static final class Writing extends StdConverter<Slice<?>, StoredSlice<?>> {

        private final JavaType type;

        Writing(JavaType type) {
            this.type = type;
        }

        @Override
        public StoredSlice<?> convert(Slice<?> slice) {
            return StoredSlice.of(slice);
        }

        @Override
        public JavaType getInputType(TypeFactory types) {
            return type;
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return stored(type, types);
        }
    }

    private static final class Reading extends StdConverter<StoredSlice<?>, Slice<?>> {

        private final JavaType type;

        Reading(JavaType type) {
            this.type = type;
        }

        @Override
        public Slice<?> convert(StoredSlice<?> stored) {
            return stored.slice();
        }

        @Override
        public JavaType getInputType(TypeFactory types) {
            return stored(type, types);
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return type;
        }
    }

    private static final class WritingSort extends StdConverter<Sort, StoredSort> {

        @Override
        public StoredSort convert(Sort sort) {
            return StoredSort.of(sort);
        }
    }

    private static final class ReadingSort extends StdConverter<StoredSort, Sort> {

        @Override
        public Sort convert(StoredSort stored) {
            return stored.sort();
        }
    }
}
