# What a unity build compiles as one text, which reads the headers of its libraries once.
#
#   viaja_unit(name LIBRARY…)
#
# The libraries of a unit are parts of one archive, so a program that links one of them holds all:
# together stand those that the same programs link. A library that is not named here is a unit of
# its own, and so is each library where CMAKE_UNITY_BUILD is off (preset dev, which also checks that
# no core library links more than it may). The tidy test reads this list: a name in an anonymous
# namespace must be the only one of its namespace in the unit.

function(viaja_unit name)
    foreach(library IN LISTS ARGN)
        set_property(GLOBAL PROPERTY viaja_unit_of_${library} viaja_${name}_unit)
    endforeach()
    set_property(GLOBAL APPEND PROPERTY viaja_libraries_in_units ${ARGN})
endfunction()

viaja_unit(language viaja_text viaja_contract viaja_csv)
viaja_unit(foundation viaja_ports viaja_sql_text viaja_migrations viaja_pruning viaja_runtime
    viaja_system viaja_heartbeat viaja_catalogue)
viaja_unit(pipeline viaja_pipeline viaja_pipeline_service viaja_pipeline_metrics viaja_in_process
    viaja_otlp)
viaja_unit(http viaja_http_protocol viaja_http)
viaja_unit(broker viaja_rabbitmq viaja_broker_settings)
viaja_unit(supplier viaja_supplier_core viaja_supplier viaja_supplier_metrics)
viaja_unit(flight viaja_flight_core viaja_flight)
viaja_unit(hotel viaja_hotel_core viaja_hotel)
viaja_unit(payment viaja_payment_core viaja_payment)
viaja_unit(payment_gateway viaja_payment_test_gateway viaja_payment_late_answers)
viaja_unit(routes viaja_breaker_core viaja_carriers viaja_routes viaja_routes_zones viaja_schedules)
viaja_unit(session viaja_session_core viaja_session_store viaja_session)
viaja_unit(session_server viaja_session_search viaja_session_operators viaja_session_server)
viaja_unit(conformance viaja_conformance_rules viaja_conformance)

# Defines the library NAME as a part of its unit: see viaja_library, which checks the arguments.
function(viaja_join_unit unit name sources links private_links)
    if(NOT TARGET ${unit})
        add_library(${unit} STATIC)
        viaja_compile_options(${unit})
        target_include_directories(${unit} PUBLIC "${VIAJA_ROOT}")
    endif()
    list(TRANSFORM sources PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
    target_sources(${unit} PRIVATE ${sources})
    foreach(link IN LISTS links private_links)
        get_property(other GLOBAL PROPERTY viaja_unit_of_${link})
        if(NOT other STREQUAL unit)
            target_link_libraries(${unit} PRIVATE ${link})
        endif()
    endforeach()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${unit} ${links})
endfunction()

# Called when all folders have been read.
function(viaja_check_units)
    get_property(libraries GLOBAL PROPERTY viaja_libraries_in_units)
    foreach(library IN LISTS libraries)
        if(NOT TARGET ${library})
            message(FATAL_ERROR "cmake/units.cmake names ${library}, and there is no such library.")
        endif()
    endforeach()
endfunction()
