"""app.py: a number by Django and its REST framework, as one would write it.

    PORT= SECRET= PGHOST= ... gunicorn -w 2 app:application

The token is checked by simplejwt without a look at the database, the names and
counters of a number are read by their keys, and the answer is built here. It
knows less than the service beside it: no likelihood, no reasons, no plan of
numbers.
"""
import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ['SECRET'],
    ALLOWED_HOSTS=['*'],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes', 'rest_framework'],
    MIDDLEWARE=['django.middleware.common.CommonMiddleware'],
    DATABASES={'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': os.environ['PGDATABASE'],
        'USER': os.environ['PGUSER'],
        'HOST': os.environ['PGHOST'],
        'PORT': os.environ['PGPORT'],
        'CONN_MAX_AGE': None,
    }},
    REST_FRAMEWORK={
        'DEFAULT_AUTHENTICATION_CLASSES': ['rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication'],
        'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated'],
        'DEFAULT_RENDERER_CLASSES': ['rest_framework.renderers.JSONRenderer'],
        'UNAUTHENTICATED_USER': None,
    },
    SIMPLE_JWT={'SIGNING_KEY': os.environ['SECRET']},
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Name(serializers.Serializer):
    name = serializers.CharField()
    count = serializers.IntegerField()


class Counts(serializers.Serializer):
    appearances = serializers.IntegerField()
    spam_reports = serializers.IntegerField()
    not_spam_reports = serializers.IntegerField()
    contacts = serializers.IntegerField()


class Card(serializers.Serializer):
    phone_number = serializers.CharField()
    name = serializers.CharField(allow_null=True)
    names = Name(many=True)
    counts = Counts()


NAMES = '''SELECT name, books AS count FROM data.entry WHERE phone OPERATOR(numsight.=) %s::numsight.phone
            ORDER BY account IS NULL, - books, id LIMIT 20'''
COUNTS = '''SELECT total_appearance AS appearances, num_spam AS spam_reports, not_spam AS not_spam_reports, contacts
              FROM data.number WHERE phone OPERATOR(numsight.=) %s::numsight.phone'''


def rows(query, number):
    with connection.cursor() as cursor:
        cursor.execute(query, [number])
        titles = [column.name for column in cursor.description]
        return [dict(zip(titles, row)) for row in cursor.fetchall()]


class NumberView(APIView):
    def get(self, request, number):
        names = rows(NAMES, number)
        counts = rows(COUNTS, number) or [dict.fromkeys(Counts().fields, 0)]
        card = {'phone_number': number, 'name': names[0]['name'] if names else None,
                'names': names, 'counts': counts[0]}
        return Response(Card(card).data)


urlpatterns = [path('v1/numbers/<str:number>', NumberView.as_view())]
application = get_wsgi_application()
