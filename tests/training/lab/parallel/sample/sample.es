La sopa está en la mesa.
Corta el pan en rebanadas finas.
El horno necesita diez minutos.
Mi abuela hace la mejor sopa.
No hay sal en la cocina.
Lava las manzanas antes de comerlas.
El jardín está lleno de rosas.
Un gato duerme debajo del árbol.
Regamos las plantas cada mañana.
Las manzanas son rojas y dulces.
Los pájaros cantan en el árbol viejo.
La valla mide dos metros de alto.
El tren sale a las 8:15.
¡El tren sale a las 9:40!
¿Dónde está la estación?
Este billete no es válido hoy.
La estación vieja está cerrada.
Espere detrás de la línea amarilla.
La maestra lee una historia larga.
Los niños dibujan una casa roja.
La escuela abre a las ocho.
Ella escribe su nombre en la mesa.
Mi hermano aprende dos idiomas.
La lección fue corta pero difícil.
Hoy llueve en las montañas.
El viento está frío esta mañana.
Mañana brillará el sol.
La nieve tiene dos metros de profundidad.
Una tormenta viene del mar.
El cielo está gris y el mar agitado.
Las manzanas cuestan tres monedas.
El pescado está fresco hoy.
Ella vende pan y queso.
El mercado está cerrado el domingo.
Un hombre viejo compra rosas rojas.
No hay pescado en la mesa.
Instala libtandem-dev con el gestor de paquetes.
Instala libtandem2-dev con el gestor de paquetes.
El programa muestra un mensaje de error.
Pulse cualquier tecla para continuar.
No se encontró el archivo.
La versión nueva es la 2.5.
¿Dónde está el puente viejo?
El barco sale del puerto por la noche.
Caminamos a lo largo del río.
El mapa muestra un camino por las montañas.
Mi maleta es pesada.
El hotel tiene un jardín y una playa pequeña.
El gato negro duerme todo el día.
Un perro corre a lo largo del río.
El caballo come una manzana.
Los peces viven en el mar.
El pájaro pequeño está debajo de la mesa.
Mi hermana tiene tres conejos.
La casa tiene una puerta roja.
La ventana está abierta toda la noche.
Mi hermano duerme en la cocina.
Las escaleras son viejas y estrechas.
Pintamos la pared de amarillo.
La lámpara de la mesa es nueva.
