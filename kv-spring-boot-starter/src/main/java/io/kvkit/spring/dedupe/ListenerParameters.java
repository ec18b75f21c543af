package io.kvkit.spring.dedupe;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.type.Supertypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/** The parameters of a listener that may be batches. Compares names because transports may be absent. */
final class ListenerParameters {

    static final String RECORDS = "org.apache.kafka.clients.consumer.ConsumerRecords";

    private static final List<String> BATCHES = List.of(
            RECORDS,
            "org.apache.pulsar.client.api.Messages",
            "io.awspring.cloud.sqs.listener.acknowledgement.BatchAcknowledgement",
            "io.awspring.cloud.sqs.listener.BatchVisibility");

    private static final List<String> HEADERS = List.of(
            "org.springframework.messaging.handler.annotation.Header",
            "org.springframework.messaging.handler.annotation.Headers");

    private static final String MESSAGE = "org.springframework.messaging.Message";

    private final OperationSite site;
    private final MethodParameter[] all;

    ListenerParameters(OperationSite site) {
        this.site = site;
        this.all = new AnnotatedMethod(site.method()).getMethodParameters();
    }

    /** Returns the type of a parameter, with the type variables that the class fixes. */
    ResolvableType type(int position) {
        return ResolvableType.forMethodParameter(site.method(), position, site.type());
    }

    /** Returns the type of the first parameter that is a batch; null if there is none. */
    @Nullable
    String batch(boolean lists) {
        for (int i = 0; i < all.length; i++) {
            ResolvableType type = type(i);
            if (Supertypes.include(type.resolve(), BATCHES) || lists && !isHeader(i) && isList(type)) {
                return type.toString();
            }
        }
        return null;
    }

    /** Returns the positions of those that are a list of events, or the records of Kafka. */
    List<Integer> ofKafka() {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            Class<?> type = type(i).resolve(Object.class);
            if (Supertypes.include(type, List.of(RECORDS)) || !isHeader(i) && isCollection(type)) {
                positions.add(i);
            }
        }
        return positions;
    }

    /** Returns whether one of the headers comes as a list. */
    boolean haveHeaderLists() {
        for (int i = 0; i < all.length; i++) {
            if (isHeader(i) && isCollection(type(i).resolve(Object.class))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether one of the parameters is an acknowledgment. */
    boolean acknowledge() {
        return Arrays.stream(all).map(MethodParameter::getParameterType).anyMatch(ManualAcknowledgment::mayBeIn);
    }

    /** Returns whether one of the parameters is the acknowledgment of a share group of Kafka. */
    boolean acknowledgeShares() {
        return Arrays.stream(all)
                .anyMatch(each -> Supertypes.include(each.getParameterType(), List.of(ManualAcknowledgment.SHARE)));
    }

    private static boolean isList(ResolvableType type) {
        Class<?> raw = type.resolve();
        if (Supertypes.include(raw, List.of(MESSAGE))) {
            return isList(type.getGeneric(0));
        }
        return raw != null && isCollection(raw);
    }

    private static boolean isCollection(Class<?> type) {
        return Collection.class.isAssignableFrom(type);
    }

    private boolean isHeader(int position) {
        return Arrays.stream(all[position].getParameterAnnotations())
                .anyMatch(annotation ->
                        HEADERS.contains(annotation.annotationType().getName()));
    }
}
